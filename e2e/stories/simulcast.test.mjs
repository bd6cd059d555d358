// The public SDK publishes in three encodings; who watches gets what its tile and its link have room for.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Studio } from '../lib/browser.mjs';
import { seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { story } from '../lib/stage.mjs';
import { BROADCASTER, TutorialPage, tutorialUrl, VIEWER } from '../lib/tutorial.mjs';
import { startBottleneck } from '../lib/udp-bottleneck.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

const CONNECTIONS = fileURLToPath(new URL('../lib/page/connections.js', import.meta.url));
/** A picture that takes all the bits of the policy. */
const DETAILED = { ...Studio.BLUE, detail: 500 };
const LARGE = { width: 1280, height: 720 };
const SMALL = { width: 160, height: 90 };

async function join(stage, name, role, { studio, detour } = {}) {
  const opened = await stage.browser.open('about:blank', { label: name, studio, viewport: { width: 1400, height: 900 } });
  await opened.page.addInitScript({ path: CONNECTIONS });
  await opened.page.addInitScript(settings => (window.detour = settings), detour);
  await opened.page.goto(tutorialUrl({ ...stage, edition: 'current' }));
  const person = new TutorialPage(name, role, opened);
  await person.submitJoinForm();
  await person.isInRoom();
  return person;
}

const statistics = (person, type) => person.page.evaluate(wanted => window.statistics(wanted), type);

async function received(person, kind) {
  const reports = (await statistics(person, 'inbound-rtp')).filter(report => report.kind === kind);
  assert.equal(reports.length, 1, `${kind} streams that ${person.name} receives`);
  return reports[0];
}

async function bitrate(person, kind) {
  const before = await received(person, kind);
  await sleep(2000);
  const after = await received(person, kind);
  return ((after.bytesReceived - before.bytesReceived) * 8000) / (after.timestamp - before.timestamp);
}

/** What a person sees of the only other one. */
async function receivesWidth(person, accepts, what, timeoutMs = 20_000) {
  await eventually(
    async () => {
      const { frameWidth, framesPerSecond } = await received(person, 'video');
      assert.ok(accepts(frameWidth) && framesPerSecond > 5, `width ${frameWidth}, ${framesPerSecond} frames/s`);
    },
    { timeoutMs, what },
  );
}

/** The SDK asks for the layer that is nearest to the size of the tile. */
const sizeTile = (person, of, { width, height }) =>
  person.tileVideo(of).evaluate((video, size) => Object.assign(video.style, size), {
    width: `${width}px`,
    height: `${height}px`,
  });

/**
 * Sizes a tile and waits for the picture that fits. A tile that changes while the SDK still asks for what its last size
 * needs goes unnoticed: then it changes by a pixel once more.
 */
async function getsWidth(person, of, size, width, what) {
  let extra = 0;
  await eventually(
    async () => {
      await sizeTile(person, of, { ...size, width: size.width + (extra++ % 2) });
      await receivesWidth(person, actual => actual === width, what, 4_000);
    },
    { timeoutMs: 40_000, what },
  );
}

story('simulcast with the public SDK', { timeout: 300_000 }, async (stage, step) => {
  let ada;
  let bob;
  let vera;

  await step('the browser publishes the three encodings of the policy', async () => {
    ada = await join(stage, 'Ada', BROADCASTER, { studio: DETAILED });
    bob = await join(stage, 'Bob', BROADCASTER);
    await bob.toggleCamera();
    await eventually(
      async () => {
        const sent = (await statistics(ada, 'outbound-rtp')).filter(report => report.kind === 'video');
        assert.deepEqual(sent.map(report => report.rid).sort(), ['f', 'h', 'q']);
        for (const { rid, framesPerSecond } of sent) {
          assert.ok(framesPerSecond > 10, `${rid}: ${framesPerSecond} frames/s`);
        }
      },
      { timeoutMs: 30_000, what: 'three encodings flow' },
    );
  });

  await step('a large tile gets the large picture, a small one the small picture', async () => {
    await getsWidth(bob, 'Ada', LARGE, 1280, 'the high layer');
    const before = await received(bob, 'video');
    await getsWidth(bob, 'Ada', SMALL, 320, 'the low layer');
    await getsWidth(bob, 'Ada', LARGE, 1280, 'the high layer again');
    await seesMovingPicture(bob.tileVideo('Ada'), { colour: 'blue' });
    const after = await received(bob, 'video');
    assert.equal(after.freezeCount, before.freezeCount, 'freezes while layers changed');
    assert.ok(after.packetsLost - before.packetsLost < 5, 'no gap in the numbers');
  });

  await step('the live stream shows the highest encoding', async () => {
    await ada.goLive();
    vera = await join(stage, 'Vera', VIEWER);
    await seesStreamPlaying(vera.streamVideo());
    await eventually(
      async () => assert.equal(await vera.streamVideo().evaluate(video => video.videoWidth), 1280),
      { timeoutMs: 20_000, what: 'the width of the live stream' },
    );
    await ada.stopStreaming();
    await vera.close();
  });

  await step('on a link of 500 kbit/s the picture gets small and the sound stays whole, until there is room', async () => {
    await bob.close();
    const link = await startBottleneck(stage.server.mediaPort);
    stage.defer(() => link.stop());
    const cid = await join(stage, 'Cid', BROADCASTER, { detour: { from: stage.server.mediaPort, to: link.port } });
    await cid.toggleCamera();
    await getsWidth(cid, 'Ada', LARGE, 1280, 'the high layer at first');

    const needed = await eventually(
      async () => {
        const rate = await bitrate(cid, 'video');
        assert.ok(rate > 700_000, `${rate} bit/s would fit anyway`);
        return rate;
      },
      { timeoutMs: 30_000, what: 'a picture that takes more than there will be' },
    );
    console.log(`the high layer takes ${Math.round(needed / 1000)} kbit/s`);
    link.rate(500_000);
    await receivesWidth(cid, width => width <= 640, 'a lower layer');
    await sleep(5_000);
    const before = { video: await received(cid, 'video'), audio: await received(cid, 'audio') };
    await sleep(10_000);
    const after = { video: await received(cid, 'video'), audio: await received(cid, 'audio') };
    const seconds = (after.video.timestamp - before.video.timestamp) / 1000;
    const difference = (kind, field) => after[kind][field] - before[kind][field];
    const framesPerSecond = difference('video', 'framesDecoded') / seconds;
    const concealed =
      (difference('audio', 'concealedSamples') - difference('audio', 'silentConcealedSamples')) /
      difference('audio', 'totalSamplesReceived');
    console.log(
      `500 kbit/s: ${after.video.frameWidth} px wide, ${framesPerSecond.toFixed(1)} frames/s, ` +
        `${(concealed * 100).toFixed(2)} % of the sound concealed, ${link.lost()} datagrams lost in all`,
    );
    assert.ok(framesPerSecond > 15, `${framesPerSecond} frames/s`);
    assert.ok(concealed < 0.02, `${concealed} of the sound concealed`);

    link.rate(Infinity);
    const began = Date.now();
    await receivesWidth(cid, width => width === 1280, 'the high layer after the recovery', 10_000);
    console.log(`the high layer was back after ${Date.now() - began} ms`);
  });
});
