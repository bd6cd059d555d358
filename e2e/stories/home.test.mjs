// The start page, the door of a room, and the ways that lead nowhere.
import assert from 'node:assert/strict';
import { assertAccessible, assertAccessibleInBoth } from '../lib/accessibility.mjs';
import { AppPage, PHONE } from '../lib/app.mjs';
import { Studio } from '../lib/browser.mjs';
import { seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { api } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { appToken } from '../lib/tokens.mjs';
import { eventually } from '../lib/wait.mjs';

/** A code of the story's own room for each role. */
async function codesOf({ server, room }) {
  const { json } = await api(server, 'POST', `/room-codes/room/${room.id}`, { body: {} });
  return Object.fromEntries(json.data.map(({ role, code }) => [role, code]));
}

story('the start page', {}, async (stage, step) => {
  let home;

  await step('says what can be done here, on a desktop and on a phone', async () => {
    home = await AppPage.open(stage, 'Ada', { at: '/' });
    const { page } = home;
    await page.getByRole('link', { name: /^Go live with this camera/ }).waitFor();
    await page.getByRole('link', { name: /^Watch See/ }).waitFor();
    await assertAccessibleInBoth(page, 'the start page');
    await page.setViewportSize(PHONE);
    await home.fitsScreen();
    await assertAccessible(page, 'the start page on a phone');
  });

  await step('has links with QR codes for the first room, and what a developer copies', async () => {
    const { page } = home;
    const invitation = page.getByTestId('invite-hls-viewer');
    await invitation.getByRole('img', { name: /QR code/ }).waitFor();
    const link = await invitation.locator('pre').innerText();
    assert.match(link, new RegExp(`^${stage.server.url}/join`));
    await page.getByText('initEndpoint', { exact: false }).first().waitFor();
    await page.getByRole('tab', { name: 'Socket.IO' }).click();
    await page.getByText("emitWithAck('join-room'").waitFor();
    await page.getByRole('tab', { name: 'OBS' }).click();
    await page.getByText(`${stage.server.url}/whip`).waitFor();
  });

  await step('a demo stream is there for who has neither camera nor broadcaster', async () => {
    const guest = await AppPage.open(stage, 'Gus', { at: '/' });
    await guest.page.getByRole('link', { name: /^Watch a demo stream/ }).click();
    await guest.button('Start').waitFor();
    await assertAccessibleInBoth(guest.page, 'the page of the demo');
    await guest.page.goto(`${stage.server.url}/demo?room=${stage.room.id}`);
    await guest.button('Start').click();
    await seesStreamPlaying(guest.stream(), { timeoutMs: 30_000 });
    await guest.button('Leave').click();
    await guest.button('Start').waitFor();
    guest.assertWellBehaved();
    await guest.close();
  });

  await step('speaks Simplified Chinese to who prefers it', async () => {
    const { page, close } = await stage.browser.open(`${stage.server.url}/`, { label: 'Mei', locale: 'zh-CN' });
    await page.getByRole('link', { name: /^用这个摄像头开播/ }).waitFor();
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
    await close();
  });

  await step('does not follow what is neither a code nor a link', async () => {
    const { page } = home;
    await page.getByRole('textbox', { name: 'Code or link' }).fill('javascript:alert(1)');
    await home.button('Join with a code').click();
    await page.getByText(/neither a code/).waitFor();
    assert.equal(new URL(page.url()).pathname, '/');
  });

  await step('a code that was read out leads to the door of its room and role', async () => {
    const { page } = home;
    const codes = await codesOf(stage);
    await page.getByRole('textbox', { name: 'Code or link' }).fill(codes['hls-viewer'].replaceAll('-', ' ').toUpperCase());
    await home.button('Join with a code').click();
    await page.getByText('You come in as Viewer').waitFor();
    await home.fitsScreen();
    await assertAccessibleInBoth(page, 'the door of a code');
    await home.join();
    await page.getByTestId('waiting').waitFor();
    assert.equal(new URL(page.url()).pathname, `/join/${codes['hls-viewer']}`);
    await home.button('Leave').click();
    await home.button('Join').waitFor();
  });

  await step('codes that are closed or never were say so', async () => {
    const codes = await codesOf(stage);
    const disabled = { code: codes['hls-viewer'], enabled: false };
    assert.equal((await api(stage.server, 'POST', '/room-codes/code', { body: disabled })).status, 200);
    await home.page.goto(`${stage.server.url}/join/${disabled.code}`);
    await home.problem('code-disabled').waitFor();
    await home.page.goto(`${stage.server.url}/join/xxx-xxxx-xxx`);
    await home.problem('code-unknown').waitFor();
    await assertAccessibleInBoth(home.page, 'a code that is unknown');
  });

  await step('an address where nothing is leads back', async () => {
    await home.page.goto(`${stage.server.url}/nowhere/at/all`);
    await home.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await assertAccessibleInBoth(home.page, 'an unknown address');
    await home.page.goto(`${stage.server.url}/nowhere/page.html`);
    await home.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await home.page.getByRole('main').getByRole('link', { name: 'To the start page' }).click();
    await home.page.getByRole('link', { name: /^Watch See/ }).waitFor();
    home.assertWellBehaved();
  });
});

story('the door of a room', {}, async (stage, step) => {
  const at = `/join?room=${stage.room.id}&role=broadcaster`;
  const preview = page => page.getByLabel('Your camera');
  const meter = async page => Number(await page.getByRole('meter').getAttribute('aria-valuenow'));

  await step('a broadcaster sees herself and the level of her voice before she joins', async () => {
    const ada = await AppPage.open(stage, 'Ada', { at, studio: Studio.BLUE });
    await seesMovingPicture(preview(ada.page), { colour: 'blue' });
    await eventually(async () => assert.ok((await meter(ada.page)) > 30));
    await assertAccessibleInBoth(ada.page, 'the door with a preview');
    await ada.page.setViewportSize(PHONE);
    await ada.fitsScreen();
    await ada.button('Turn off camera').click();
    await ada.page.getByText(/The camera is off/).waitFor();
    await ada.join();
    await ada.button('Turn on camera').waitFor();
    ada.assertWellBehaved();
    await ada.close();
  });

  await step('she chooses another microphone, and goes in with it', async () => {
    const ada = await AppPage.open(stage, 'Ada', { at });
    await ada.page.getByRole('combobox', { name: 'Microphone' }).click();
    await ada.page.getByRole('option').nth(1).click();
    await eventually(async () => assert.ok((await meter(ada.page)) > 0));
    await ada.join();
    await seesMovingPicture(ada.tileVideo('Ada (you)'));
    await ada.close();
  });

  await step('who is offline is told so, and gets in when the network is back', async () => {
    const ada = await AppPage.open(stage, 'Ada', { at: `/join?room=${stage.room.id}&role=hls-viewer` });
    await ada.page.getByRole('textbox', { name: 'Your name' }).waitFor();
    // The room's code is fetched while one types.
    await ada.page.waitForFunction(() => {
      const loaded = performance.getEntriesByType('resource');
      const last = Math.max(...loaded.map(({ responseEnd }) => responseEnd));
      return loaded.some(({ name }) => name.includes('WatchPage')) && performance.now() - last > 500;
    });
    await ada.page.context().setOffline(true);
    await ada.page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
    await ada.button('Join').click();
    await ada.problem('server-unreachable').waitFor();
    await ada.page.context().setOffline(false);
    await ada.join();
    await ada.close();
  });

  await step('a ticket that has run out says so, and the next one is let in', async () => {
    const ada = await AppPage.open(stage, 'Ada', { at: `/join?room=${stage.room.id}&role=hls-viewer` });
    const past = { exp: Math.floor(Date.now() / 1000) - 60 };
    const expired = appToken(stage.server, { roomId: stage.room.id, role: 'hls-viewer' }, past);
    await ada.page.route('**/api/token', route => route.fulfill({ json: { token: expired } }), { times: 1 });
    await ada.page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
    await ada.button('Join').click();
    await ada.problem('token-invalid').waitFor();
    await ada.join();
    await ada.close();
  });

  await step('a room that is full says so', async () => {
    const { json: small } = await api(stage.server, 'POST', '/rooms', { body: { name: `small ${stage.room.id}`, size: 1 } });
    const first = await AppPage.open(stage, 'First', { at: `/join?room=${small.id}&role=hls-viewer` });
    await first.join();
    const second = await AppPage.open(stage, 'Second', { at: `/join?room=${small.id}&role=hls-viewer` });
    await second.page.getByRole('textbox', { name: 'Your name' }).fill('Second');
    await second.button('Join').click();
    await second.problem('room-full').waitFor();
    await Promise.all([first.close(), second.close()]);
  });

  for (const [what, brokenDevices, problem] of [
    ['refused', { video: 'NotAllowedError', audio: 'NotAllowedError' }, 'device-refused'],
    ['not there', { video: 'NotFoundError', audio: 'NotFoundError' }, 'device-missing'],
    ['in use elsewhere', { video: 'NotReadableError' }, 'device-in-use'],
  ]) {
    await step(`devices that are ${what} are explained, and keep nobody out`, async () => {
      const bob = await AppPage.open(stage, 'Bob', { at, brokenDevices });
      await bob.problem(problem).waitFor();
      await bob.page.getByText('You can also join without it.').waitFor();
      await bob.join();
      await bob.tile(/Bob/).waitFor();
      await bob.close();
    });
  }
});
