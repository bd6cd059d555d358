// The audience: before, during and after a stream, in the app and in a frame of another page.
import assert from 'node:assert/strict';
import { assertAccessible, assertAccessibleInBoth } from '../lib/accessibility.mjs';
import { AppPage, PHONE } from '../lib/app.mjs';
import { Studio } from '../lib/browser.mjs';
import { seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { api } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

const door = ({ room }, role) => `/join?room=${room.id}&role=${role}`;

/** Seconds after which the player offers to go back. */
const REWINDABLE = 24;

/** The scripts that a page has loaded, without the player's library: KiB as sent, by name. */
async function loaded(page) {
  const sizes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => new URL(name).pathname.startsWith('/assets/') && !/\/hls-[^/]*$/.test(name))
      .map(({ name, encodedBodySize }) => [name.slice(name.lastIndexOf('/') + 1), encodedBodySize / 1024]),
  );
  // What is preloaded and then used is listed twice.
  return Object.fromEntries(sizes);
}

story('watching a stream', {}, async (stage, step) => {
  let ada;
  let vera;
  let phone;
  let frame;
  let wentLive;

  /** A message of an app beside ours, by way of the server API. */
  const fromApp = async (type, event) => {
    const body = { type, message: JSON.stringify(event) };
    const sent = await api(stage.server, 'POST', `/active-rooms/${stage.room.id}/send-message`, { body });
    assert.equal(sent.status, 200, sent.text);
  };

  await step('before it starts there is a word of waiting', async () => {
    ada = await AppPage.open(stage, 'Ada', { at: door(stage, 'broadcaster'), studio: Studio.BLUE });
    vera = await AppPage.open(stage, 'Vera', { at: door(stage, 'hls-viewer') });
    await Promise.all([ada.join(), vera.join()]);
    await vera.page.locator('[data-testid="waiting"][data-phase="waiting"]').waitFor();
    await assertAccessibleInBoth(vera.page, 'the waiting page');
  });

  await step('then it plays, says how late it is, and has its controls', async () => {
    await ada.button('Go Live').click();
    wentLive = Date.now();
    await seesStreamPlaying(vera.stream(), { colour: 'blue', timeoutMs: 30_000 });
    await vera.page.getByTestId('latency').waitFor();
    await assertAccessibleInBoth(vera.page, 'the watch page');
    assert.equal(await vera.button('Captions').count(), 0, 'there are no captions');
    const scripts = await loaded(vera.page);
    const kib = Object.values(scripts).reduce((sum, size) => sum + size, 0);
    console.log(`${Math.round(kib)} KiB of scripts without the player's library`);
    assert.ok(kib > 50 && kib < 300, `${kib} KiB of scripts: ${JSON.stringify(scripts)}`);
    const audience = ada.page.getByTestId('audience');
    await eventually(async () => assert.equal(await audience.getAttribute('data-count'), '1'));
  });

  await step('the studio says how late that is, as the audience measures it', async () => {
    const told = ada.page.getByTestId('audience-latency');
    await told.waitFor({ timeout: 20_000 });
    await eventually(
      async () => {
        const seen = await vera.stream().evaluate(async element => {
          await new Promise(resolve => element.requestVideoFrameCallback(resolve));
          return window.blockClock.age(element);
        });
        assert.ok(seen !== null, 'the clock in the picture is readable');
        const late = Number(await told.getAttribute('data-seconds'));
        console.log(`${seen} ms by the clock in the picture, ${late} s in the studio`);
        assert.ok(Math.abs(seen / 1000 - late) < 0.6, `${seen} ms, and ${late} s in the studio`);
      },
      { timeoutMs: 20_000, everyMs: 1000 },
    );
  });

  await step('a frame in another page shows the player alone, without sound until one taps', async () => {
    frame = await stage.browser.open('about:blank', { label: 'frame', locale: 'en-US' });
    // As browsers do until somebody taps. (What a test asks a page counts as a tap, so the policy itself cannot be had.)
    await frame.page.addInitScript(() => {
      const { play } = HTMLMediaElement.prototype;
      let tapped = false;
      addEventListener('pointerdown', () => (tapped = true), true);
      HTMLMediaElement.prototype.play = function () {
        const allowed = this.muted || tapped;
        return allowed ? play.call(this) : Promise.reject(new DOMException('nobody has tapped', 'NotAllowedError'));
      };
    });
    const src = encodeURIComponent(`${stage.server.url}/embed/${stage.room.id}`);
    await frame.page.goto(`${stage.site.url}/pages/frame.html?src=${src}`);
    const inside = frame.page.frameLocator('iframe');
    const video = inside.getByLabel('Live stream');
    await video.waitFor({ timeout: 15_000 });
    await eventually(async () => {
      const seconds = await video.evaluate(element => element.currentTime);
      assert.ok(seconds > 0.5, `${seconds} s`);
    });
    assert.equal(await video.evaluate(element => element.muted), true);
    assert.equal(await inside.getByRole('button', { name: 'Leave' }).count(), 0);
    await inside.getByRole('button', { name: 'Tap for sound' }).click();
    await eventually(async () => assert.equal(await video.evaluate(element => element.muted || element.paused), false));
    await inside.getByRole('button', { name: 'Tap for sound' }).waitFor({ state: 'detached' });
    await assertAccessible(frame.page.frames()[1], 'the player in a frame');
  });

  await step('it plays and fits on a phone', async () => {
    phone = await AppPage.open(stage, 'Pia', { at: door(stage, 'hls-viewer'), viewport: PHONE, hasTouch: true, isMobile: true });
    await phone.join();
    await seesStreamPlaying(phone.stream(), { colour: 'blue' });
    await phone.fitsScreen();
    await assertAccessible(phone.page, 'the watch page on a phone');
    await phone.close();
  });

  await step('strange names and messages are shown as they are', async () => {
    const text = '<img src=x onerror=alert(1)> <script>alert(2)</script> مرحبا 👩‍👩‍👧 https://example.org/a?b=1';
    await vera.say(text);
    await ada.page.getByText('<script>alert(2)</script>', { exact: false }).waitFor();
    assert.equal(await ada.page.locator('[data-testid="chat-message"] img').count(), 0);
    const long = `${'Ωmega-'.repeat(30)}مريم`;
    const other = await AppPage.open(stage, long, { at: door(stage, 'hls-viewer') });
    await other.join();
    await other.fitsScreen();
    await ada.open('people');
    await ada.person('Ωmega').waitFor();
    await ada.fitsScreen();
    await other.close();
  });

  await step('emoji are picked by name, without a mouse', async () => {
    const message = vera.page.getByRole('textbox', { name: 'Message' });
    await message.fill('Good  morning');
    await message.evaluate(input => input.setSelectionRange(5, 5));
    await vera.button('Emoji').focus();
    await vera.page.keyboard.press('Enter');
    const picker = vera.page.getByRole('dialog', { name: 'Emoji' });
    await picker.waitFor();
    await assertAccessibleInBoth(vera.page, 'the emoji');
    await vera.page.keyboard.type('heart');
    await vera.page.keyboard.press('ArrowDown');
    await vera.page.keyboard.press('End');
    await vera.page.keyboard.press('Enter');
    await picker.waitFor({ state: 'detached' });
    await eventually(async () => assert.equal(await message.inputValue(), 'Good 💔 morning'));
    await vera.page.keyboard.press('Enter');
    await ada.open('chat');
    await ada.page.getByTestId('chat-message').filter({ hasText: 'Good 💔 morning' }).waitFor();
  });

  await step('hearts fly over the picture and on stage, also those of other apps', async () => {
    const flying = person => person.page.getByTestId('reactions');
    await vera.button('Send a heart').click();
    await flying(vera).getByText('❤️').first().waitFor();
    await flying(ada).getByText('❤️').first().waitFor();
    await fromApp('EMOJI_REACTION', { type: 'EMOJI_REACTION', emojiId: 'tada' });
    await flying(vera).getByText('🎉').first().waitFor();
    assert.equal(await vera.page.getByTestId('chat-message').filter({ hasText: 'emojiId' }).count(), 0);
    await vera.button('Clap').evaluate(button => Array.from({ length: 50 }, () => button.click()));
    await flying(vera).getByText('👏').first().waitFor();
    assert.ok((await flying(vera).getByText('👏').count()) <= 6, 'no more than can be seen');
  });

  await step('what an app writes down of what is said can be read over the picture', async () => {
    const say = text =>
      fromApp('hms_transcript', {
        results: [{ peer_id: 'x', transcript: text, final: true, start: 0, end: 1 }],
      });
    await say('good evening');
    await vera.stream().hover();
    await vera.button('Captions').click();
    await say('and welcome <b>everybody</b>');
    await vera.page.getByTestId('captions').getByText('and welcome <b>everybody</b>').waitFor();
    await assertAccessible(vera.page, 'the watch page with captions');
  });

  await step('a host deletes a message for everybody, and slows the chat down', async () => {
    await ada.open('chat');
    const of = (person, text) => person.page.getByTestId('chat-message').filter({ hasText: text });
    await vera.say('buy my watches');
    await of(ada, 'buy my watches').hover();
    await of(ada, 'buy my watches').getByRole('button', { name: 'Delete the message of Vera' }).click();
    await Promise.all([ada, vera].map(person => of(person, 'buy my watches').waitFor({ state: 'detached' })));
    await ada.say('please do not');
    await of(vera, 'please do not').hover();
    assert.equal(await vera.button('Delete the message of Ada').count(), 0);
    await ada.page.getByLabel('Slow mode').selectOption('10');
    await vera.page.getByText('Slow mode: one message every 10 s.').waitFor();
    await vera.say('first');
    await of(ada, 'first').waitFor();
    await vera.page.getByText(/you can send again in \d+ s/).waitFor();
    await vera.page.getByRole('textbox', { name: 'Message' }).fill('second');
    assert.ok(await vera.button('Send').isDisabled());
    await assertAccessible(ada.page, 'the studio with a slow chat');
    await ada.page.getByLabel('Slow mode').selectOption('0');
    await eventually(async () => assert.ok(await vera.button('Send').isEnabled()));
    await vera.page.getByRole('textbox', { name: 'Message' }).press('Enter');
    await of(ada, 'second').waitFor();
  });

  await step('it can be paused, and rewound, and brought back to live', async () => {
    await sleep(Math.max(0, REWINDABLE * 1000 - (Date.now() - wentLive)));
    const health = ada.page.getByTestId('health');
    await eventually(async () => assert.equal(await health.getAttribute('data-health'), 'fine'), { timeoutMs: 20_000 });
    const seek = vera.page.getByRole('slider', { name: 'Position' });
    await seek.waitFor({ timeout: 8000 });
    await vera.stream().click();
    await vera.page.keyboard.press('j');
    await eventually(async () => assert.match(await seek.getAttribute('aria-valuetext'), /behind live/));
    await seesStreamPlaying(vera.stream(), { colour: 'blue' });
    await vera.stream().hover();
    await vera.page.getByTestId('live-edge').click();
    await eventually(async () => assert.equal(await seek.getAttribute('aria-valuetext'), 'Live'));
    await vera.stream().hover();
    await vera.button('Pause').click();
    const at = await vera.stream().evaluate(video => video.currentTime);
    await sleep(800);
    assert.equal(await vera.stream().evaluate(video => video.currentTime), at);
    await vera.button('Play').click();
    await seesStreamPlaying(vera.stream(), { colour: 'blue' });
  });

  await step('when it ends the page says so', async () => {
    await ada.button('Stop Streaming').click();
    await vera.page.locator('[data-testid="waiting"][data-phase="ended"]').waitFor({ timeout: 10_000 });
    await vera.button('Watch it again').waitFor();
    await assertAccessibleInBoth(vera.page, 'the ended page');
  });

  await step('what was live can be seen again, also by who comes later', async () => {
    const late = await AppPage.open(stage, 'Lena', { at: door(stage, 'hls-viewer') });
    await late.join();
    for (const [person, name] of [
      [vera, 'Watch it again'],
      [late, 'Watch the last one'],
    ]) {
      await person.button(name).click();
      const replay = person.page.getByTestId('replay');
      await seesMovingPicture(replay, { colour: 'blue', timeoutMs: 15_000 });
      const { currentTime, duration } = await replay.evaluate(({ currentTime, duration }) => ({ currentTime, duration }));
      assert.ok(currentTime < 10 && duration > REWINDABLE, `at ${currentTime} s of ${duration} s`);
    }
    await assertAccessibleInBoth(late.page, 'the replay');
    await late.close();
  });

  await step('the next one begins by itself', async () => {
    await ada.button('Go Live').click();
    await seesStreamPlaying(vera.stream(), { colour: 'blue', timeoutMs: 30_000 });
    [ada, vera].forEach(person => person.assertWellBehaved());
  });
});
