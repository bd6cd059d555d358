// The cable is pulled between a broadcaster and the server, that of signalling, of media, or both: for the others nothing
// happens, and afterwards all agree.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Studio } from '../lib/browser.mjs';
import { hearsRoom, seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { Probe } from '../lib/probe.mjs';
import { RawClient } from '../lib/raw-client.mjs';
import { story } from '../lib/stage.mjs';
import { startProxy } from '../lib/tcp-proxy.mjs';
import { appToken } from '../lib/tokens.mjs';
import { BROADCASTER, TutorialPage, VIEWER } from '../lib/tutorial.mjs';
import { startBottleneck } from '../lib/udp-bottleneck.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

const CONNECTIONS = fileURLToPath(new URL('../lib/page/connections.js', import.meta.url));
const OUTAGE_MS = 5000;

for (const edition of ['current', 'legacy']) {
  story(`a socket lost for five seconds, ${edition} SDK`, {}, async (stage, step) => {
    const { server, room } = stage;
    const proxy = await startProxy(Number(new URL(server.url).port));
    stage.defer(proxy.stop);
    const join = (name, role, options) => TutorialPage.join(stage, { name, role, edition, ...options });
    let ada;
    let bob;
    let vera;
    let witness;
    let bobId;

    await step('two broadcasters, one of them behind the proxy, and a live stream', async () => {
      witness = await RawClient.connect(server, appToken(server, { roomId: room.id, role: VIEWER }));
      await witness.joinWithoutMedia('Witness');
      [ada, vera] = [await join('Ada', BROADCASTER), await join('Vera', VIEWER)];
      bob = await join('Bob', BROADCASTER, { studio: Studio.BLUE, initUrl: proxy.url });
      bobId = (await witness.notification('on-peer-join', ({ info }) => info.name === 'Bob')).params.peer_id;
      await Promise.all([
        seesMovingPicture(ada.tileVideo('Bob'), { colour: 'blue' }),
        seesMovingPicture(bob.tileVideo('Ada')),
      ]);
      await ada.goLive();
      await vera.streamVideo().waitFor({ timeout: 8000 });
    });

    await step('while he is cut off, the others keep seeing and hearing him', async () => {
      proxy.cut();
      await sleep(OUTAGE_MS / 2);
      // Media takes another way than signalling.
      await seesMovingPicture(ada.tileVideo('Bob'), { colour: 'blue', timeoutMs: 2000 });
      await bob.toggleMicrophone();
      await ada.say('said while Bob was away', `All in role ${BROADCASTER}`);
      await sleep(OUTAGE_MS / 2);
      proxy.mend();
    });

    await step('what he did while away arrives', async () => {
      await ada.tileSays('Bob', 'microphone off', 15_000);
      await bob.toggleMicrophone();
      await ada.tileSays('Bob', 'microphone on', 10_000);
      await hearsRoom(ada.page, { hertz: Studio.BLUE.hertz });
    });

    await step('everyone agrees on who is there, and chat works both ways', async () => {
      const everyone = [{ name: 'Witness', role: VIEWER }, ada, bob, vera];
      await Promise.all([ada, bob, vera].map(person => person.seesParticipants(everyone)));
      await bob.say('back again');
      await ada.hasMessage('Bob', 'back again');
      await ada.say('welcome back', 'Bob');
      await bob.hasMessage('Ada', 'welcome back');
      await Promise.all([
        seesMovingPicture(ada.tileVideo('Bob'), { colour: 'blue' }),
        seesMovingPicture(bob.tileVideo('Ada')),
        seesStreamPlaying(vera.streamVideo()),
      ]);
      await bob.button('Stop Streaming').waitFor();
    });

    await step('a newcomer is seen by the one who came back', async () => {
      const cleo = await join('Cleo', BROADCASTER, { studio: Studio.RED });
      await seesMovingPicture(bob.tileVideo('Cleo'), { colour: 'red' });
      await seesMovingPicture(cleo.tileVideo('Bob'), { colour: 'blue' });
      await cleo.leave();
      await bob.seesParticipants([{ name: 'Witness', role: VIEWER }, ada, bob, vera]);
    });

    await step('nobody was told that he left', async () => {
      const about = witness.received.filter(({ params }) => params?.peer_id === bobId).map(({ method }) => method);
      assert.ok(!about.includes('on-peer-leave'), about.join());
      assert.equal(about.filter(method => method === 'on-peer-join').length, 1, about.join());
      await witness.close();
      [ada, bob, vera].forEach(person => person.assertWellBehaved());
    });
  });
}

story('media lost, then media and signalling together', {}, async (stage, step) => {
  const proxy = await startProxy(Number(new URL(stage.server.url).port));
  stage.defer(proxy.stop);
  const link = await startBottleneck(stage.server.mediaPort);
  stage.defer(() => link.stop());
  let ada;
  let bob;
  let adaSeesBob;
  let bobSeesAda;

  /** Both see each other move, nobody has left meanwhile, and nobody is there twice. */
  async function meetAgain() {
    await bob.hears('RECONNECTED', 60_000);
    await Promise.all([
      seesMovingPicture(adaSeesBob, { colour: 'blue', timeoutMs: 30_000 }),
      seesMovingPicture(bobSeesAda, { colour: 'red', timeoutMs: 30_000 }),
    ]);
    const told = await ada.do(probe => probe.seen.map(({ type }) => type));
    assert.ok(!told.includes('PEER_LEFT') && !told.includes('PEER_JOINED'), told.join());
    for (const each of [ada, bob]) {
      await each.sees(people => assert.deepEqual(Object.keys(people).sort(), ['Ada', 'Bob']), 'both');
    }
  }

  await step('two meet, one of them by ways that can be cut', async () => {
    ada = await Probe.join(stage, 'Ada', BROADCASTER, { studio: Studio.RED });
    bob = await Probe.join(stage, 'Bob', BROADCASTER, {
      studio: Studio.BLUE,
      initUrl: proxy.url,
      scripts: [
        [{ path: CONNECTIONS }],
        [detour => (window.detour = detour), { from: stage.server.mediaPort, to: link.port }],
      ],
    });
    await Promise.all([ada.seesPictureOf('Bob'), bob.seesPictureOf('Ada')]);
    [adaSeesBob, bobSeesAda] = [await ada.watch('Bob'), await bob.watch('Ada')];
    await seesMovingPicture(adaSeesBob, { colour: 'blue', timeoutMs: 30_000 });
    await seesMovingPicture(bobSeesAda, { colour: 'red', timeoutMs: 30_000 });
    await ada.forgetHeard();
  });

  await step('media alone is lost: the client notices, and all goes on when it is back', async () => {
    link.cut();
    await bob.hears('RECONNECTING', 60_000);
    link.mend();
    await meetAgain();
    await bob.forgetHeard();
  });

  await step('both are lost: the same, and what was said meanwhile comes once', async () => {
    link.cut();
    proxy.cut();
    await bob.hears('RECONNECTING', 60_000);
    await ada.do(probe => probe.actions.sendBroadcastMessage('while away'));
    await sleep(OUTAGE_MS);
    link.mend();
    proxy.mend();
    await meetAgain();
    await eventually(async () => assert.deepEqual(await bob.messages(), ['Ada: while away']));
    await ada.do(probe => probe.actions.sendBroadcastMessage('back'));
    await eventually(async () => assert.deepEqual(await bob.messages(), ['Ada: while away', 'Ada: back']));
  });
});
