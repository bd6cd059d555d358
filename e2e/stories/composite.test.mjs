// Two broadcasters in one picture: hls.js goes on playing while one joins the other and leaves again, there are several
// sizes of it, and a clip of it plays.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Studio } from '../lib/browser.mjs';
import { ffprobe } from '../lib/ffprobe.mjs';
import { hears, seesStreamPlaying } from '../lib/perception.mjs';
import { fetchPlaylist, parseMultivariant } from '../lib/playlist.mjs';
import { api } from '../lib/rooms.mjs';
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
  let url;

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
    url = await vera.streamUrl();
    const query = new URLSearchParams({ url, config: '{}' });
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

  await step('there are several sizes of it, which ffprobe reads', async () => {
    const variants = await eventually(
      async () => {
        const { playlist } = await fetchPlaylist(url, parseMultivariant);
        const listed = playlist.variants.filter(({ RESOLUTION }) => RESOLUTION);
        assert.deepEqual(
          listed.map(({ RESOLUTION }) => RESOLUTION),
          ['1280x720', '854x480', '640x360'],
        );
        return listed;
      },
      { timeoutMs: 30_000, everyMs: 500 },
    );
    // The past of the playlist is in the largest size, and ffprobe would take the first format for that of all.
    const file = path.join(os.tmpdir(), `rostra-rung-${process.pid}.mp4`);
    await eventually(
      async () => {
        const lines = (await (await fetch(variants[2].url)).text()).split('\n');
        const map = lines.findLast(line => line.startsWith('#EXT-X-MAP'))?.match(/URI="([^"]+)"/)[1];
        const segments = lines.filter(line => /^low-[0-9]+\.m4s$/.test(line));
        assert.ok(segments.length > 1, 'no segments of its own yet');
        const parts = await Promise.all(
          [map, ...segments.slice(-2)].map(async uri => (await fetch(new URL(uri, variants[2].url))).arrayBuffer()),
        );
        writeFileSync(file, Buffer.concat(parts.map(part => Buffer.from(part))));
        const { output } = await ffprobe('-of', 'json', '-show_streams', '-count_frames', file);
        const [stream] = JSON.parse(output).streams;
        assert.equal(`${stream.width}x${stream.height}`, '640x360');
        assert.ok(Number(stream.nb_read_frames) > 15, `${stream.nb_read_frames} pictures`);
      },
      { timeoutMs: 20_000, everyMs: 500 },
    );
    rmSync(file);
  });

  await step('a clip of it plays', async () => {
    const made = await api(stage.server, 'POST', `/live-streams/room/${stage.room.id}/clips`, { body: { duration: 4 } });
    assert.equal(made.status, 200, made.text);
    assert.equal(made.json.type, 'clip');
    assert.ok(made.json.thumbnails.length > 0, made.text);
    const link = await api(stage.server, 'GET', `/recording-assets/${made.json.id}/presigned-url`);
    const { output } = await ffprobe('-of', 'json', '-show_streams', '-show_format', link.json.url);
    const { streams, format } = JSON.parse(output);
    assert.deepEqual(streams.map(({ codec_type: type }) => type).sort(), ['audio', 'video']);
    assert.ok(Number(format.duration) >= 3.5, `${format.duration} s`);
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
