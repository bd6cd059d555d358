// Rostra's own web app, the page that `./rostra run` prints.
import assert from 'node:assert/strict';
import { AppPage, PHONE } from '../lib/app.mjs';
import { Studio } from '../lib/browser.mjs';
import { hears, hearsRoom, seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { story } from '../lib/stage.mjs';
import { eventually } from '../lib/wait.mjs';

story('going live with Rostra’s own app', {}, async (stage, step) => {
  let ada;
  let bob;
  let vera;

  await step('the page has a policy that keeps it from talking to strangers', async () => {
    const response = await fetch(`${stage.server.url}/`);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /connect-src[^;]*'self'/);
    assert.doesNotMatch(policy.match(/connect-src[^;]*/)?.[0] ?? '', /\*|100ms/);
    assert.match(policy, /worker-src[^;]*blob:/);
  });

  await step('a broadcaster enters a name, picks the role, joins and sees herself', async () => {
    ada = await AppPage.open(stage, 'Ada');
    await ada.join('broadcaster');
    await seesMovingPicture(ada.tileVideo('Ada (you)'));
  });

  await step('a second broadcaster: each sees and hears the other', async () => {
    bob = await AppPage.open(stage, 'Bob', { studio: Studio.BLUE });
    await bob.join('broadcaster');
    await Promise.all([
      seesMovingPicture(ada.tileVideo('Bob'), { colour: 'blue' }),
      hearsRoom(ada.page, { hertz: Studio.BLUE.hertz }),
      seesMovingPicture(bob.tileVideo('Ada')),
      hearsRoom(bob.page),
    ]);
  });

  await step('microphone and camera buttons say what they do', async () => {
    for (const toggle of [ada.microphone(), ada.camera()]) {
      const describe = () =>
        toggle.evaluate(button => `${button.getAttribute('aria-label')} ${button.getAttribute('aria-pressed')}`);
      const before = await describe();
      await toggle.click();
      await eventually(async () => assert.notEqual(await describe(), before), { what: 'the button follows' });
      await toggle.click();
      await eventually(async () => assert.equal(await describe(), before), { what: 'the button follows back' });
    }
  });

  await step('Go Live: a viewer on a phone sees and hears it, with only the Leave button', async () => {
    vera = await AppPage.open(stage, 'Vera', { viewport: PHONE, hasTouch: true, isMobile: true });
    await vera.fitsScreen();
    await vera.join('viewer');
    await ada.button('Go Live').click();
    await ada.button('Stop Streaming').waitFor({ timeout: 8000 });
    const stream = vera.stream();
    await stream.waitFor({ timeout: 8000 });
    await Promise.all([seesStreamPlaying(stream), hears(stream)]);
    for (const name of ['Go Live', 'Stop Streaming']) {
      assert.equal(await vera.button(name).count(), 0, `${name} is not for viewers`);
    }
    assert.equal(await vera.microphone().count(), 0);
    await vera.fitsScreen();
  });

  await step('everyone chats and sees who is there', async () => {
    await ada.open('chat');
    const input = ada.page.getByRole('textbox', { name: 'Message' });
    await input.fill('Good evening');
    await input.press('Enter');
    await bob.open('chat');
    await bob.page.getByText('Good evening').first().waitFor({ timeout: 5000 });
    await ada.open('people');
    const people = ada.page.getByRole('list', { name: 'People' });
    for (const [name, role] of [
      ['Bob', /broadcaster/i],
      ['Vera', /viewer/i],
    ]) {
      await people.getByRole('listitem').filter({ hasText: name }).filter({ hasText: role }).waitFor({ timeout: 5000 });
    }
  });

  await step('a broadcaster’s room fits a phone too', async () => {
    await bob.page.setViewportSize(PHONE);
    await bob.fitsScreen();
    await bob.button('Leave').waitFor();
  });

  await step('Stop Streaming and Leave', async () => {
    await ada.button('Stop Streaming').click();
    await ada.button('Go Live').waitFor({ timeout: 8000 });
    for (const person of [vera, bob, ada]) {
      await person.button('Leave').click();
      await person.button('Join').waitFor({ timeout: 10_000 });
    }
    [ada, bob, vera].forEach(person => person.assertWellBehaved());
  });

  await step('the page speaks Simplified Chinese to who prefers it', async () => {
    const { page, close } = await stage.browser.open(`${stage.server.url}/join`, { label: 'Mei', locale: 'zh-CN' });
    await page.getByRole('button', { name: '加入', exact: true }).waitFor({ timeout: 5000 });
    assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
    await close();
  });
});
