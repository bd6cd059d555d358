// A publisher's simulcast layers are the audience's ladder: each is a variant, copied; players change among them, and
// whoever plays one goes on while its layer does not come.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Studio } from '../lib/browser.mjs';
import { ffprobe } from '../lib/ffprobe.mjs';
import { hears, seesStreamPlaying } from '../lib/perception.mjs';
import { fetchPlaylist, parseMedia, parseMultivariant } from '../lib/playlist.mjs';
import { story } from '../lib/stage.mjs';
import { BROADCASTER, TutorialPage, tutorialUrl, VIEWER } from '../lib/tutorial.mjs';
import { eventually, sleep } from '../lib/wait.mjs';
import { cost } from '../measure/rounds.mjs';

const CONNECTIONS = fileURLToPath(new URL('../lib/page/connections.js', import.meta.url));
/** A picture that takes all the bits of the policy. */
const DETAILED = { ...Studio.BLUE, detail: 500 };
const WIDTHS = [1280, 640, 320];
/** A page on a busy machine may be late by itself; who waits for a segment that does not come is later. */
const LONGEST_FREEZE_MS = 900;

async function join(stage, name, role, studio) {
  const opened = await stage.browser.open('about:blank', { label: name, studio });
  await opened.page.addInitScript({ path: CONNECTIONS });
  await opened.page.goto(tutorialUrl({ ...stage, edition: 'current' }));
  const person = new TutorialPage(name, role, opened);
  await person.submitJoinForm();
  await person.isInRoom();
  return person;
}

/** Notes the longest time without a new picture, until asked. */
const beginWatching = video =>
  video.evaluate(element => {
    const watch = (window.freezeWatch = { longest: 0, last: performance.now(), frames: 0 });
    const note = () => {
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - watch.last);
      watch.last = now;
      watch.frames++;
      if (window.freezeWatch === watch) {
        element.requestVideoFrameCallback(note);
      }
    };
    element.requestVideoFrameCallback(note);
  });

const longestFreeze = video =>
  video.evaluate(() => Math.round(Math.max(window.freezeWatch.longest, performance.now() - window.freezeWatch.last)));

story('the ladder of simulcast layers', { timeout: 300_000 }, async (stage, step) => {
  let ada;
  let url;
  let player;
  let video;

  /** Without the sound alone. */
  const variants = async () =>
    (await fetchPlaylist(url, parseMultivariant)).playlist.variants.filter(({ RESOLUTION }) => RESOLUTION);

  const cores = async () => (stage.server.pid ? (await cost(stage.server.pid, 5)).cores : NaN);

  const listed = (widths, what) =>
    eventually(
      async () =>
        assert.deepEqual(
          (await variants()).map(({ RESOLUTION }) => Number.parseInt(RESOLUTION, 10)),
          widths,
        ),
      { timeoutMs: 20_000, everyMs: 500, what },
    );

  const shows = (width, what) =>
    eventually(async () => assert.equal(await video.evaluate(element => element.videoWidth), width), {
      timeoutMs: 15_000,
      what,
    });

  const noErrors = async () =>
    assert.deepEqual(
      (await player.page.evaluate(() => window.streamErrors)).filter(({ fatal }) => fatal),
      [],
      'fatal errors of hls.js',
    );

  /** Plays the rung that was this wide when the player came; without a width, hls.js chooses. */
  const play = width =>
    player.page.evaluate(wanted => {
      window.streamPlayer.nextLevel = window.streamPlayer.levels.findIndex(level => level.width === wanted);
    }, width);

  await step('a broadcaster with three encodings goes live', async () => {
    ada = await join(stage, 'Ada', BROADCASTER, DETAILED);
    await eventually(
      async () => {
        const sent = await ada.page.evaluate(() => window.statistics('outbound-rtp'));
        const flowing = sent.filter(({ kind, framesPerSecond }) => kind === 'video' && framesPerSecond > 10);
        assert.deepEqual(flowing.map(({ rid }) => rid).sort(), ['f', 'h', 'q']);
      },
      { timeoutMs: 30_000, what: 'three encodings flow' },
    );
    await sleep(4_000);
    const receiving = await cores();
    const vera = await TutorialPage.join(stage, { name: 'Vera', role: VIEWER, edition: 'current' });
    await ada.goLive();
    url = await vera.streamUrl();
    await vera.close();
    console.log(`being live with the ladder keeps ${((await cores()) - receiving).toFixed(3)} processors busy`);
  });

  await step('the multivariant playlist lists them, the best first', async () => {
    await listed(WIDTHS, 'three variants');
    const found = await variants();
    console.log(found.map(({ RESOLUTION, BANDWIDTH, CODECS }) => `${RESOLUTION} ${BANDWIDTH} ${CODECS}`).join('\n'));
    const bandwidths = found.map(({ BANDWIDTH }) => Number(BANDWIDTH));
    assert.deepEqual(
      bandwidths,
      bandwidths.toSorted((a, b) => b - a),
    );
    for (const variant of found) {
      assert.match(variant.CODECS, /^avc1\.[0-9a-f]{6},mp4a\.40\.2$/);
      assert.ok(Number(variant['AVERAGE-BANDWIDTH']) <= Number(variant.BANDWIDTH));
      assert.ok(Number(variant['FRAME-RATE']) > 5, `${variant['FRAME-RATE']} frames/s`);
      assert.equal(variant.AUDIO, 'audio');
    }
  });

  await step('their segments are the same, and begin with key frames of the same picture', async () => {
    await sleep(8_000);
    const playlists = await Promise.all(
      (await variants()).map(async variant => (await fetchPlaylist(variant.url, parseMedia)).playlist),
    );
    const [top, ...rungs] = playlists;
    const firstParts = new Map();
    top.segments.forEach((segment, i) => firstParts.set(top.mediaSequence + i, segment));
    for (const rung of rungs) {
      assert.equal(rung.discontinuitySequence, top.discontinuitySequence);
      assert.equal(rung.reports.length, 3, 'reports of the other two and the sound');
      const both = rung.segments.filter((_, i) => firstParts.has(rung.mediaSequence + i));
      assert.ok(both.length >= 3, `${both.length} segments in common`);
      const exact = rung.segments.filter((segment, i) => {
        const same = firstParts.get(rung.mediaSequence + i);
        return same && same.programDateTime === segment.programDateTime && segment.parts[0]?.independent !== false;
      });
      assert.ok(exact.length >= 0.8 * both.length, `${exact.length} of ${both.length} segments begin together`);
    }
  });

  await step('untuned hls.js begins with the best', async () => {
    const query = new URLSearchParams({ url });
    player = await stage.browser.open(`${stage.site.url}/pages/player.html?${query}`, { label: 'player' });
    video = player.page.getByLabel('Live stream');
    await seesStreamPlaying(video, { colour: 'blue' });
    await shows(1280, 'the large picture');
    assert.equal(await player.page.evaluate(() => window.streamPlayer.autoLevelEnabled), true);
  });

  await step('it goes from rung to rung without a stall', async () => {
    await beginWatching(video);
    for (const width of [1280, 320, 640, 1280, 640, 320, 1280]) {
      await play(width);
      await shows(width, `a picture ${width} wide`);
      await sleep(1_500);
    }
    await hears(video, { hertz: Studio.BLUE.hertz });
    const freeze = await longestFreeze(video);
    const age = await video.evaluate(element => window.blockClock.age(element));
    console.log(`longest freeze over seven changes: ${freeze} ms; ${age} ms behind at the end`);
    assert.ok(freeze < LONGEST_FREEZE_MS, `frozen for ${freeze} ms`);
    assert.ok(age < 4_000, `${age} ms behind`);
    await noErrors();
  });

  await step('on a narrow network our own player takes a smaller picture by itself, and climbs back', async () => {
    const address = `${stage.server.url}/embed/${stage.room.id}`;
    const own = await stage.browser.open(address, { label: 'own player', locale: 'en-US' });
    const picture = own.page.getByLabel('Live stream');
    const width = () => picture.evaluate(element => element.videoWidth);
    const network = await own.page.context().newCDPSession(own.page);
    await network.send('Network.enable');
    const carry = bitsPerSecond =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        uploadThroughput: -1,
        downloadThroughput: bitsPerSecond === null ? -1 : bitsPerSecond / 8,
      });
    await eventually(async () => assert.equal(await width(), 1280), { timeoutMs: 30_000, what: 'the large picture' });
    const [, { BANDWIDTH: medium }, { BANDWIDTH: low }] = await variants();
    await carry((Number(medium) + Number(low)) / 2 + 60_000);
    const narrowed = Date.now();
    await eventually(async () => assert.ok((await width()) < 1280), { timeoutMs: 40_000, what: 'a smaller picture' });
    const smaller = Date.now();
    await seesStreamPlaying(picture, { colour: 'blue' });
    await carry(null);
    const widened = Date.now();
    await eventually(async () => assert.equal(await width(), 1280), { timeoutMs: 30_000, what: 'the large picture again' });
    console.log(
      `smaller after ${(smaller - narrowed) / 1000} s, large again ${(Date.now() - widened) / 1000} s after the link was`,
    );
    await own.close();
  });

  await step('who plays a rung whose layer goes sees on, and has it again when it is back', async () => {
    await play(640);
    await shows(640, 'the medium picture');
    await sleep(2_000);
    await beginWatching(video);
    await ada.page.evaluate(() => window.sendEncoding('h', false));
    await listed([1280, 320], 'two variants');
    await shows(1280, 'the top in place of the medium layer');
    await sleep(3_000);
    await ada.page.evaluate(() => window.sendEncoding('h', true));
    await listed(WIDTHS, 'three variants again');
    await shows(640, 'the medium picture again');
    await sleep(2_000);
    const freeze = await longestFreeze(video);
    console.log(`longest freeze while the medium layer went and came: ${freeze} ms`);
    assert.ok(freeze < LONGEST_FREEZE_MS, `frozen for ${freeze} ms`);
    await noErrors();
  });

  await step('when the top layer goes, the next one is the top', async () => {
    await play(1280);
    await shows(1280, 'the large picture');
    await ada.page.evaluate(() => window.sendEncoding('f', false));
    await shows(640, 'the medium layer in place of the top');
    await listed([640, 320], 'two variants');
    await seesStreamPlaying(video, { colour: 'blue' });
    await ada.page.evaluate(() => window.sendEncoding('f', true));
    await shows(1280, 'the large picture again');
    await listed(WIDTHS, 'three variants again');
    await noErrors();
  });

  await step('ffprobe reads each variant', async () => {
    const reads = async ({ url: variant, RESOLUTION }) => {
      const { output } = await ffprobe(
        ...['-of', 'json', '-live_start_index', '-2', '-select_streams', 'v', '-show_streams'],
        ...['-read_intervals', '%+2', '-show_entries', 'packet=pts_time', variant],
      );
      const { streams, packets } = JSON.parse(output);
      assert.equal(`${streams[0].width}x${streams[0].height}`, RESOLUTION);
      assert.ok(packets.length > 20, `${packets.length} pictures of ${RESOLUTION}`);
    };
    for (const variant of await variants()) {
      // The last segments may be from when another layer stood in for it.
      await eventually(() => reads(variant), { timeoutMs: 20_000, everyMs: 1000 });
    }
  });
});
