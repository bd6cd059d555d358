// The operator's dashboard, from the link that the first start prints to the log-out.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { assertAccessible, assertAccessibleInBoth } from '../lib/accessibility.mjs';
import { api } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { appToken } from '../lib/tokens.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };
const PASSWORD = 'correct horse battery';
const SECTIONS = ['Overview', 'Rooms', 'Templates', 'Sessions', 'Recordings', 'Webhooks', 'Developer', 'Settings'];

class DashboardPage {
  constructor(opened) {
    Object.assign(this, opened);
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  heading(name) {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  /** Goes to a section by the menu. */
  async goTo(section) {
    const menu = this.button('Menu');
    if (await menu.isVisible()) {
      await menu.click();
    }
    await this.page.getByRole('navigation').getByRole('link', { name: section, exact: true }).click();
    await this.heading(section).waitFor();
  }

  async fitsScreen(what) {
    const [needed, available] = await this.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(needed <= available, `${what}: ${needed} px of content on a screen of ${available} px`);
  }

  assertWellBehaved() {
    assert.deepEqual(this.journal.foreignRequests, []);
    assert.deepEqual(this.journal.cspViolations, []);
    const uncaught = this.journal.errors.filter(text => text.startsWith('uncaught:'));
    assert.deepEqual(uncaught, []);
  }
}

const setupLink = server => /http\S+\/dashboard#setup=\S+/.exec(server.log())?.[0];

async function plays(video) {
  await eventually(async () => {
    const seconds = await video.evaluate(element => element.currentTime);
    assert.ok(seconds > 0.5, `${seconds} s`);
  });
}

/** Where webhooks go. */
async function startBackend() {
  const heard = [];
  const receiver = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push(JSON.parse(body).type);
    response.end();
  });
  receiver.listen(0, 'localhost');
  await once(receiver, 'listening');
  return {
    url: `http://localhost:${receiver.address().port}/hook`,
    heard: type => heard.filter(each => each === type).length,
    stop: () => receiver.close(),
  };
}

// The password of a shared server could be chosen only once, so this one has its own.
story('the dashboard', { settings: { ROSTRA_MEMORY_DAYS: '30' }, timeout: 300_000 }, async (stage, step) => {
  const { server, browser } = stage;
  let dashboard;
  let link;
  let roomAddress;
  let ada;
  const backend = await startBackend();
  stage.defer(backend.stop);

  await step('without the link nobody gets in, not even from the same machine', async () => {
    dashboard = new DashboardPage(
      await browser.open(`${server.url}/dashboard`, { label: 'operator', locale: 'en-US', viewport: DESKTOP }),
    );
    await dashboard.heading('No password yet').waitFor();
    await assertAccessible(dashboard.page, 'the page without a password');
    assert.equal((await fetch(`${server.url}/dashboard/api/rooms`)).status, 401);
  });

  await step('the link that the first start printed lets the operator choose a password', async () => {
    link = await eventually(
      () => {
        const printed = setupLink(server);
        assert.ok(printed);
        return printed;
      },
      { what: 'the link' },
    );
    await dashboard.page.goto(link);
    await dashboard.heading('Choose a password').waitFor();
    await assertAccessibleInBoth(dashboard.page, 'the page to choose a password');
    await dashboard.page.getByLabel('New password').fill('short');
    await dashboard.button('Save and log in').click();
    assert.equal(await dashboard.page.getByLabel('New password').getAttribute('aria-invalid'), 'true');
    await dashboard.page.getByLabel('New password').fill(PASSWORD);
    await dashboard.page.keyboard.press('Enter');
    await dashboard.heading('Overview').waitFor();
    assert.ok(!dashboard.page.url().includes('setup'), 'the link is not kept in the address');
    const [cookie] = await dashboard.page.context().cookies();
    assert.ok(cookie.httpOnly && cookie.sameSite === 'Strict', JSON.stringify(cookie));
  });

  await step('a second use of the link is refused', async () => {
    const { page, close } = await browser.open(link, { label: 'thief', locale: 'en-US' });
    await page.getByLabel('New password').fill('something else');
    await page.getByRole('button', { name: 'Save and log in' }).click();
    await page.getByText('This link was used').waitFor();
    await close();
  });

  await step('a room is made, with links, codes and a QR code', async () => {
    await dashboard.goTo('Rooms');
    await dashboard.button('New room').click();
    await dashboard.page.getByRole('dialog').getByLabel('Name').fill('Monday show');
    await dashboard.page.keyboard.press('Enter');
    await dashboard.heading('Monday show').waitFor();
    roomAddress = dashboard.page.url();
    await dashboard.button('Make room codes').click();
    await dashboard.button('Copy: Room code for broadcaster').waitFor();
    await dashboard.button('QR code for hls-viewer').click();
    await dashboard.page.getByRole('img', { name: 'QR code for hls-viewer' }).waitFor();
    await assertAccessibleInBoth(dashboard.page, 'a room');
  });

  await step('it gets a stream key for OBS, which can be withdrawn', async () => {
    await dashboard.button('Make a stream key').click();
    await dashboard.page.getByText(`${server.url}/whip`).waitFor();
    const { json } = await api(server, 'GET', `/stream-keys/room/${roomAddress.split('/').at(-1)}`);
    await dashboard.page.getByText(json.data[0].key).waitFor();
    await assertAccessible(dashboard.page, 'a stream key');
    await dashboard.button('Withdraw the key').click();
    await dashboard.page.getByRole('dialog').getByRole('button', { name: 'Withdraw the key' }).click();
    await dashboard.button('Make a stream key').waitFor();
  });

  await step('its broadcaster’s link leads onto the stage, and the dashboard sees who is live', async () => {
    const address = await dashboard.page.getByRole('link', { name: 'Open as broadcaster' }).getAttribute('href');
    ada = await browser.open(address, { label: 'Ada', locale: 'en-US' });
    await ada.page.getByRole('textbox', { name: /name/i }).fill('Ada');
    await ada.page.getByRole('button', { name: 'Join', exact: true }).click();
    await ada.page.getByRole('button', { name: 'Go Live', exact: true }).click({ timeout: 15_000 });
    const now = dashboard.page.getByRole('list', { name: 'Who is in now' });
    await now.getByText('Ada', { exact: true }).waitFor({ timeout: 15_000 });
    await dashboard.page.getByText('Live', { exact: true }).waitFor({ timeout: 15_000 });
    await dashboard.goTo('Overview');
    const live = dashboard.page.getByRole('listitem').filter({ hasText: 'Monday show' });
    await live.getByText('1 here').waitFor();
    await live.getByText('Live', { exact: true }).waitFor();
  });

  await step('a role of the template is edited; what cannot be is said at once', async () => {
    await dashboard.goTo('Templates');
    await dashboard.page.getByRole('link', { name: 'live-streaming' }).click();
    await dashboard.page.getByRole('tab', { name: 'broadcaster' }).waitFor();
    const width = dashboard.page.getByRole('group', { name: 'Camera', exact: true }).getByLabel('Width');
    await width.fill('5000');
    await dashboard.page.getByText('Between 50 and 1920.').waitFor();
    assert.ok(await dashboard.button('Save').first().isDisabled());
    await width.fill('640');
    await dashboard.page.getByLabel('Make polls').uncheck();
    await dashboard.button('Save').first().click();
    await dashboard.page.getByText('Rooms that are running follow at once.').waitFor();
    const { json } = await api(server, 'GET', '/templates');
    const role = json.data.find(template => template.name === 'live-streaming').roles.broadcaster;
    assert.equal(role.publishParams.video.width, 640);
    assert.equal(role.permissions.pollWrite, false);
    assert.equal(role.permissions.hlsStreaming, true, 'what was not touched stays');
    assert.equal(role.publishParams.simulcast.video.layers.length, 3);
  });

  await step('what the audience is offered and what newcomers read is set in the template', async () => {
    await dashboard.page.getByLabel('Going back').click();
    await dashboard.page.getByRole('option', { name: 'To the beginning' }).click();
    const audience = dashboard.page.getByRole('region', { name: 'Audience' });
    await audience.getByRole('button', { name: 'Save' }).click();
    await eventually(async () => {
      const { json } = await api(server, 'GET', '/templates');
      const { hlsDestinations } = json.data.find(({ name }) => name === 'live-streaming').destinations;
      assert.equal(Object.values(hlsDestinations)[0]?.playlistType, 'event');
    });
    const settings = dashboard.page.getByRole('region', { name: 'Room settings' });
    await settings.getByLabel('Chat for newcomers').fill('20');
    await settings.getByRole('button', { name: 'Save' }).click();
    await eventually(async () => {
      const { json } = await api(server, 'GET', '/templates');
      assert.equal(json.data.find(({ name }) => name === 'live-streaming').settings.chatHistory, 20);
    });
    const raw = dashboard.page.getByRole('region', { name: 'As JSON' });
    await raw.getByRole('button', { name: 'Edit' }).click();
    const text = raw.getByRole('textbox', { name: 'As JSON' });
    const before = await text.inputValue();
    await text.fill(`${before},`);
    await raw.getByText('This is not valid JSON yet.').waitFor();
    await assertAccessible(dashboard.page, 'a template as JSON');
    await text.fill(before.replace('"chatHistory": 20', '"chatHistory": 25'));
    await raw.getByRole('button', { name: 'Save' }).click();
    await eventually(async () => {
      const { json } = await api(server, 'GET', '/templates');
      const found = json.data.find(({ name }) => name === 'live-streaming');
      assert.equal(found.settings.chatHistory, 25);
      assert.deepEqual(Object.keys(found.roles), ['broadcaster', 'hls-viewer']);
    });
  });

  await step('a backend is told what happens', async () => {
    await dashboard.goTo('Webhooks');
    await dashboard.page.getByLabel('Address of your backend').fill(backend.url);
    await dashboard.button('Save').click();
    await dashboard.page.getByText('It is shown this once.').waitFor();
  });

  await step('a recording is there when it has ended, to be played and downloaded', async () => {
    const recording = verb => api(server, 'POST', `/recordings/room/${roomAddress.split('/').at(-1)}/${verb}`, { body: {} });
    const { json } = await recording('start');
    await eventually(async () => assert.equal((await api(server, 'GET', `/recordings/${json.id}`)).json.status, 'running'), {
      timeoutMs: 15_000,
    });
    // So long that there is something to see.
    await sleep(3000);
    assert.equal((await recording('stop')).status, 200);
    await dashboard.goTo('Recordings');
    await dashboard.page.getByRole('button', { name: /^Play Monday show/ }).click({ timeout: 20_000 });
    await plays(dashboard.page.getByLabel(/^Monday show/));
    await assertAccessibleInBoth(dashboard.page, 'a recording that plays');
    const player = dashboard.page.getByLabel(/^Monday show/);
    const seek = seconds =>
      player.evaluate(async (video, to) => {
        video.pause();
        const there = new Promise(resolve => video.addEventListener('seeked', resolve, { once: true }));
        video.currentTime = to;
        await there;
      }, seconds);
    await seek(0.5);
    await dashboard.page.getByRole('button', { name: /^Begins here/ }).click();
    await seek(2);
    await dashboard.page.getByRole('button', { name: /^Ends here/ }).click();
    await dashboard.button('Make a clip').click();
    await dashboard.page.getByText('The clip is in the list.').waitFor({ timeout: 15_000 });
    await dashboard.page.getByText(/· clip$/).first().waitFor({ timeout: 15_000 });
    const download = dashboard.page.waitForEvent('download');
    await dashboard.page.getByRole('button', { name: /^Download Monday show/ }).last().click();
    assert.match((await download).suggestedFilename(), /^Monday-show-.*\.mp4$/);
  });

  await step('the session is there afterwards, with who was in it and what was streamed', async () => {
    await dashboard.page.goto(roomAddress);
    await dashboard.button('End for all').click();
    await dashboard.page.getByRole('dialog').getByRole('button', { name: 'End for all' }).click();
    await ada.page.getByRole('button', { name: 'Join', exact: true }).waitFor({ timeout: 10_000 });
    await dashboard.goTo('Sessions');
    const saved = dashboard.page.waitForEvent('download');
    await dashboard.page.getByRole('link', { name: 'CSV' }).click();
    assert.equal((await saved).suggestedFilename(), 'sessions.csv');
    const session = dashboard.page.getByRole('listitem').filter({ hasText: 'Monday show' });
    await session.getByText('People: 1').waitFor();
    await session.getByRole('link').click();
    const line = dashboard.page.getByRole('list', { name: 'Time line' }).getByRole('listitem');
    await line.filter({ hasText: 'Ada' }).filter({ hasText: 'was removed' }).waitFor({ timeout: 10_000 });
    const streams = dashboard.page.getByRole('list', { name: 'Live streams' }).getByRole('listitem');
    await streams.getByText('Done').waitFor({ timeout: 10_000 });
    await assertAccessibleInBoth(dashboard.page, 'a session');
    await ada.close();
  });

  await step('the audience sees the recording, if the operator says so', async () => {
    await dashboard.page.goto(roomAddress);
    await dashboard.page.getByLabel('Show the last recording to the audience').check();
    const address = await dashboard.page.getByRole('link', { name: 'Open as hls-viewer' }).getAttribute('href');
    const { page, close } = await browser.open(address, { label: 'Vera', locale: 'en-US' });
    await page.getByRole('textbox', { name: /name/i }).fill('Vera');
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('button', { name: 'Watch the last one' }).click({ timeout: 15_000 });
    await plays(page.getByTestId('replay'));
    await close();
  });

  await step('the log of webhooks shows what was delivered, and sends it again', async () => {
    await dashboard.goTo('Webhooks');
    const delivery = dashboard.page.getByRole('listitem').filter({ hasText: 'session.close.success' });
    await delivery.getByText('Delivered').first().waitFor({ timeout: 15_000 });
    const before = backend.heard('session.close.success');
    await delivery.getByRole('button', { name: 'Resend session.close.success' }).first().click();
    await eventually(() => assert.ok(backend.heard('session.close.success') > before), { timeoutMs: 15_000 });
    await delivery.getByRole('button', { name: 'Content of session.close.success' }).first().click();
    await delivery.getByText('"session_id"').first().waitFor();
    await assertAccessibleInBoth(dashboard.page, 'deliveries');
  });

  await step('a disabled room lets nobody in, and the overview says why', async () => {
    const { json } = await api(server, 'GET', '/rooms?name=Monday%20show');
    const id = json.data[0].id;
    await dashboard.page.goto(roomAddress);
    await dashboard.page.getByLabel('Enabled', { exact: true }).uncheck();
    await dashboard.page.getByText('Nobody gets into a disabled room').waitFor();
    const token = appToken(server, { roomId: id, role: 'broadcaster' });
    const refused = await fetch(`${server.url}/init?peer_id=${randomUUID()}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(refused.ok, false);
    await dashboard.goTo('Overview');
    await dashboard.page.getByText('The room is disabled. Enable it to let people in.').waitFor({ timeout: 10_000 });
  });

  await step('the server API can be read and searched', async () => {
    await dashboard.goTo('Developer');
    await dashboard.page.getByRole('link', { name: 'The server API, to read and to search' }).click();
    await dashboard.page.getByLabel('Search').fill('room-codes code');
    await dashboard.button('Details: POST /v2/room-codes/code').click();
    await dashboard.page.getByText(`curl -X POST '${server.url}/v2/room-codes/code'`).waitFor();
    await assertAccessible(dashboard.page, 'the server API');
    await dashboard.page.setViewportSize(PHONE);
    await dashboard.fitsScreen('the server API');
    await dashboard.page.setViewportSize(DESKTOP);
  });

  await step('the same stands on one page that asks for no login', async () => {
    await dashboard.goTo('Developer');
    await dashboard.page.getByRole('link', { name: 'The same as one page that needs no login' }).click();
    await dashboard.page.getByRole('heading', { level: 1, name: 'Rostra server API' }).waitFor();
    await assertAccessibleInBoth(dashboard.page, 'the page of the server API');
    await dashboard.page.setViewportSize(PHONE);
    await dashboard.fitsScreen('the page of the server API');
    await dashboard.page.setViewportSize(DESKTOP);
    await dashboard.page.goBack();
    await dashboard.heading('Developer').waitFor();
  });

  await step('every page fits a phone and keeps nobody out, in light and dark', async () => {
    for (const section of SECTIONS) {
      await dashboard.page.setViewportSize(DESKTOP);
      await dashboard.goTo(section);
      await dashboard.page.waitForLoadState('networkidle');
      await assertAccessible(dashboard.page, section);
      await dashboard.page.setViewportSize(PHONE);
      await dashboard.fitsScreen(section);
    }
    for (const address of [roomAddress, `${server.url}/dashboard/templates`]) {
      await dashboard.page.goto(address);
      await dashboard.page.waitForLoadState('networkidle');
      await dashboard.fitsScreen(address);
    }
    await dashboard.page.getByRole('link', { name: 'live-streaming' }).click();
    await dashboard.page.getByRole('tab', { name: 'broadcaster' }).waitFor();
    await dashboard.fitsScreen('a template');
    await dashboard.goTo('Settings');
    await dashboard.page.getByLabel('Colours').click();
    await dashboard.page.getByRole('option', { name: 'Dark' }).click();
    assert.equal(await dashboard.page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    for (const section of SECTIONS) {
      await dashboard.goTo(section);
      await dashboard.page.waitForLoadState('networkidle');
      await assertAccessible(dashboard.page, `${section}, dark, on a phone`);
    }
    await dashboard.page.setViewportSize(DESKTOP);
  });

  await step('after the log-out only the password lets the operator in again', async () => {
    await dashboard.button('Log out').first().click();
    await dashboard.heading('Log in').waitFor();
    await dashboard.page.reload();
    await dashboard.heading('Log in').waitFor();
    await dashboard.page.getByLabel('Password').fill('guess');
    await dashboard.page.keyboard.press('Enter');
    await dashboard.page.getByText('This password is not right.').waitFor();
    await dashboard.page.getByLabel('Password').fill(PASSWORD);
    await dashboard.page.keyboard.press('Enter');
    await dashboard.button('Log out').first().waitFor();
    dashboard.assertWellBehaved();
  });

  await step('the dashboard speaks Simplified Chinese to who prefers it', async () => {
    const { page, close } = await browser.open(`${server.url}/dashboard`, { label: 'Mei', locale: 'zh-CN' });
    await page.getByRole('heading', { name: '登录' }).waitFor();
    await page.getByLabel('密码').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '概览' }).waitFor();
    await close();
  });
});
