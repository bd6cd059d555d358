// Two broadcasters in one picture: hls.js goes on playing while one joins the other and leaves again.
import assert from 'node:assert/strict';
import { Studio } from '../lib/browser.mjs';
import { hears, seesStreamPlaying } from '../lib/perception.mjs';
import { story } from '../lib/stage.mjs';
import { BROADCASTER, TutorialPage, VIEWER } from '../lib/tutorial.mjs';
import { eventually } from '../lib/wait.mjs';

/** Runs inside the player: the strongest colour left and right of the middle. */
function sides() {
  const video = document.querySelector('video');
  const canvas = new OffscreenCanvas(64, 36);
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0, 64, 36);
  return [0.25, 0.75].map(x => {
    const [red, , blue] = context.getImageData(64 * x, 18, 1, 1).data;
    return red > blue + 40 ? 'red' : blue > red + 40 ? 'blue' : `neither (${red}, ${blue})`;
  });
}

story('two broadcasters are shown together', { settings: { ROSTRA_COMPOSITE: 'on' } }, async (stage, step) => {
  let page;
  let video;
  let bob;

  const shows = (left, right) =>
    eventually(async () => assert.deepEqual(await page.evaluate(sides), [left, right]), { timeoutMs: 25_000 });

  await step('one alone fills the picture', async () => {
    const ada = await TutorialPage.join(stage, {
      name: 'Ada',
      role: BROADCASTER,
      edition: 'current',
      studio: Studio.BLUE,
    });
    const vera = await TutorialPage.join(stage, { name: 'Vera', role: VIEWER, edition: 'current' });
    await ada.goLive();
    const query = new URLSearchParams({ url: await vera.streamUrl(), config: '{}' });
    ({ page } = await stage.browser.open(`${stage.site.url}/pages/player.html?${query}`, { label: 'player' }));
    video = page.getByLabel('Live stream');
    await seesStreamPlaying(video, { colour: 'blue' });
    await shows('blue', 'blue');
    await page.evaluate(() => {
      window.waits = 0;
      document.querySelector('video').addEventListener('waiting', () => window.waits++);
    });
  });

  await step('two are side by side, and heard', async () => {
    bob = await TutorialPage.join(stage, { name: 'Bob', role: BROADCASTER, edition: 'current', studio: Studio.RED });
    await shows('blue', 'red');
    await seesStreamPlaying(video);
    await hears(video);
  });

  await step('one is left and fills the picture again', async () => {
    await bob.close();
    await shows('blue', 'blue');
    await seesStreamPlaying(video, { colour: 'blue' });
    await hears(video, { hertz: Studio.BLUE.hertz });
  });

  await step('the player did not stall', async () => {
    const { waits, fatal } = await page.evaluate(() => ({
      waits: window.waits,
      fatal: window.streamErrors.filter(error => error.fatal),
    }));
    assert.deepEqual(fatal, []);
    assert.ok(waits <= 1, `${waits} stalls`); // a busy machine may stop a decoder for a moment, once
  });
});
