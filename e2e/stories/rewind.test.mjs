// A viewer of a live stream seeks back further than the server's memory reaches, and goes live again.
import assert from 'node:assert/strict';
import { Studio } from '../lib/browser.mjs';
import { seesStreamPlaying } from '../lib/perception.mjs';
import { fetchPlaylist, parseMedia, parseMultivariant } from '../lib/playlist.mjs';
import { story } from '../lib/stage.mjs';
import { BROADCASTER, TutorialPage, VIEWER } from '../lib/tutorial.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

/** Seconds of which the first are no longer in memory: that holds 30 s, and 2 s more make a segment. */
const LONG_ENOUGH = 45;

story('a viewer rewinds', { timeout: 240_000 }, async (stage, step) => {
  let url;
  let video;
  let page;

  /** Seconds behind the present, by the clock that the broadcaster draws into the picture. */
  const age = async () => {
    const read = await eventually(async () => {
      const milliseconds = await video.evaluate(element => window.blockClock.age(element));
      assert.notEqual(milliseconds, null, 'the clock in the picture is readable');
      return milliseconds;
    });
    return read / 1000;
  };

  await step('a stream has been live for a while', async () => {
    const ada = await TutorialPage.join(stage, {
      name: 'Ada',
      role: BROADCASTER,
      edition: 'current',
      studio: Studio.BLUE,
    });
    const vera = await TutorialPage.join(stage, { name: 'Vera', role: VIEWER, edition: 'current' });
    await ada.goLive();
    url = await vera.streamUrl();
    const wentLive = Date.now();
    const query = new URLSearchParams({ url, config: JSON.stringify({ liveSyncOnStallIncrease: 0.2 }) });
    ({ page } = await stage.browser.open(`${stage.site.url}/pages/player.html?${query}`, { label: 'player' }));
    video = page.getByLabel('Live stream');
    await seesStreamPlaying(video, { colour: 'blue' });
    await sleep(LONG_ENOUGH * 1000 - (Date.now() - wentLive));
  });

  await step('its playlists reach back to the beginning', async () => {
    const { playlist: master } = await fetchPlaylist(url, parseMultivariant);
    const { playlist } = await fetchPlaylist(master.variants[0].url, parseMedia);
    assert.equal(playlist.mediaSequence, 0);
    const seconds = playlist.segments.reduce((sum, segment) => sum + segment.duration, 0);
    assert.ok(seconds > LONG_ENOUGH - 8, `${seconds} s`);
    const delta = await fetchPlaylist(`${master.variants[0].url}?_HLS_skip=YES`, parseMedia);
    assert.ok(delta.playlist.skipped > 10, `${delta.playlist.skipped} segments skipped`);
  });

  await step('the viewer sees the beginning', async () => {
    const behind = await age();
    assert.ok(behind < 6, `${behind} s behind before`);
    await page.evaluate(() => {
      const element = document.querySelector('video');
      element.currentTime = element.seekable.start(0) + 1;
    });
    await eventually(async () => assert.ok((await age()) > LONG_ENOUGH - 10), { timeoutMs: 15_000 });
    await seesStreamPlaying(video, { colour: 'blue' });
    assert.ok((await age()) > LONG_ENOUGH - 10, 'it stays there');
  });

  await step('and goes live again', async () => {
    await page.evaluate(() => {
      document.querySelector('video').currentTime = window.streamPlayer.liveSyncPosition;
    });
    await eventually(async () => assert.ok((await age()) < 6), { timeoutMs: 15_000 });
    await seesStreamPlaying(video, { colour: 'blue' });
    const fatal = await page.evaluate(() => window.streamErrors.filter(error => error.fatal));
    assert.deepEqual(fatal, []);
  });
});
