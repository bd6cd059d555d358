// VP9, when the role wants it: one stream with layers in it (SVC), of which each viewer gets what it asks for.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Studio } from '../lib/browser.mjs';
import { seesMovingPicture } from '../lib/perception.mjs';
import { createRoomLike } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { BROADCASTER, TutorialPage, tutorialUrl } from '../lib/tutorial.mjs';
import { eventually } from '../lib/wait.mjs';

const CONNECTIONS = fileURLToPath(new URL('../lib/page/connections.js', import.meta.url));

async function join(stage, room, name, { studio, scalabilityMode } = {}) {
  const opened = await stage.browser.open('about:blank', { label: name, studio });
  await opened.page.addInitScript({ path: CONNECTIONS });
  await opened.page.addInitScript(mode => (window.scalabilityMode = mode), scalabilityMode);
  await opened.page.goto(tutorialUrl({ ...stage, room, edition: 'current' }));
  const person = new TutorialPage(name, BROADCASTER, opened);
  await person.submitJoinForm();
  await person.isInRoom();
  return person;
}

const roomWith = (stage, codec, width, height) =>
  createRoomLike(stage.server, stage.room, ({ roles }) => {
    const params = roles[BROADCASTER].publishParams;
    Object.assign(params.video, { codec, width, height, frameRate: 30, bitRate: 1500 });
    params.simulcast = {};
  });

async function videoOf(person, type) {
  const reports = await person.page.evaluate(wanted => window.statistics(wanted, 'codec'), type);
  const codecs = new Map(reports.filter(each => each.type === 'codec').map(each => [each.id, each.mimeType]));
  const videos = reports.filter(report => report.type === type && report.kind === 'video');
  assert.equal(videos.length, 1, `${type} videos of ${person.name}`);
  return { ...videos[0], codec: codecs.get(videos[0].codecId) };
}

/** Asks the server for a layer of the only video, as the SDK does for simulcast. */
const ask = (person, trackId, layer) =>
  person.page.evaluate(message => window.apiChannel.send(message), JSON.stringify({
    id: randomUUID(),
    jsonrpc: '2.0',
    method: 'prefer-video-track-state',
    params: { track_id: trackId, max_spatial_layer: layer },
  }));

async function gets(person, codec, width) {
  await eventually(
    async () => {
      const { frameWidth, framesPerSecond, codec: received } = await videoOf(person, 'inbound-rtp');
      assert.equal(received, `video/${codec}`);
      assert.ok(frameWidth === width && framesPerSecond > 5, `${frameWidth} px wide, ${framesPerSecond} frames/s`);
    },
    { timeoutMs: 15_000, what: `${codec}, ${width} pixels wide` },
  );
}

story('scalable video with the public SDK', {}, async (stage, step) => {
  for (const { codec, mode, width, height, low } of [
    { codec: 'VP9', mode: 'L3T3_KEY', width: 1280, height: 720, low: 320 },
  ]) {
    await step(`${codec} in layers ${mode}: the small one on its own, and the large one again`, async () => {
      const room = await roomWith(stage, codec.toLowerCase(), width, height);
      const ada = await join(stage, room, 'Ada', { studio: Studio.BLUE, scalabilityMode: mode });
      const bob = await join(stage, room, 'Bob');
      await bob.toggleCamera();
      await gets(bob, codec, width);
      const sent = await videoOf(ada, 'outbound-rtp');
      assert.equal(sent.codec, `video/${codec}`);
      assert.equal(sent.scalabilityMode, mode);

      const { trackIdentifier } = await videoOf(bob, 'inbound-rtp');
      await ask(bob, trackIdentifier, 'low');
      await gets(bob, codec, low);
      await seesMovingPicture(bob.tileVideo('Ada'), { colour: 'blue' });
      await ask(bob, trackIdentifier, 'high');
      await gets(bob, codec, width);
      const { packetsLost, freezeCount } = await videoOf(bob, 'inbound-rtp');
      assert.ok(packetsLost < 5, `${packetsLost} packets lost, as the numbers say`);
      console.log(`${codec}: ${freezeCount} freezes over two changes of the layer`);
      await bob.close();
      await ada.close();
    });
  }
});
