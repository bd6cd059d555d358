// The server is killed and started again while people talk: they find each other and what they shared.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser } from '../lib/browser.mjs';
import { Probe } from '../lib/probe.mjs';
import { createRoom } from '../lib/rooms.mjs';
import { startOwnServer } from '../lib/server.mjs';
import { startSite } from '../lib/site.mjs';
import { eventually } from '../lib/wait.mjs';

const HOST = 'broadcaster';
const VIEWER = 'hls-viewer';

test('a server that is killed comes back with its rooms', { timeout: 240_000 }, async t => {
  let server = await startOwnServer();
  const stage = { server, site: await startSite(), room: await createRoom(server), browser: await launchBrowser() };
  t.after(async () => {
    await stage.browser.stop();
    await stage.site.stop();
    await server.stop();
  });

  const ada = await Probe.join(stage, 'Ada', HOST);
  const bob = await Probe.join(stage, 'Bob', HOST);
  const vera = await Probe.join(stage, 'Vera', VIEWER);
  await ada.sees(({ Bob, Vera }) => assert.ok(Bob.video && Vera), 'both', 15_000);
  await ada.do(probe => probe.actions.changeRoleOfPeer(probe.people().Vera.id, 'broadcaster', true));
  await vera.showUp();
  await bob.seesPictureOf('Vera');
  await vera.do(probe => probe.actions.raiseLocalPeerHand());
  await bob.do(probe => probe.actions.sessionStore.observe('topic'));
  await ada.do(probe => probe.actions.sessionStore.set('topic', 'restarts'));
  await ada.do(probe =>
    probe.actions.interactivityCenter.startPoll({
      id: 'mood',
      title: 'Mood',
      type: 'poll',
      questions: [{ text: 'Fine?', type: 'single-choice', options: [{ text: 'yes' }, { text: 'no' }] }],
    }),
  );
  await ada.do(probe => probe.actions.sendBroadcastMessage('before'));
  await eventually(async () => assert.deepEqual(await bob.messages(), ['Ada: before']));
  const ids = Object.values(await ada.people()).map(({ id }) => id).sort();
  // What was said last is on the disk after a fifth of a second.
  await new Promise(resolve => setTimeout(resolve, 1000));

  await server.crash();
  server = await startOwnServer(server);

  await Promise.all([ada, bob, vera].map(person => person.hears('RECONNECTED', 60_000)));
  await Promise.all(
    [ada, bob, vera].map(person =>
      person.sees(
        people => {
          assert.deepEqual(Object.values(people).map(({ id }) => id).sort(), ids);
          assert.equal(people.Vera.role, HOST, 'the role she was given');
          assert.ok(people.Vera.hand, 'her hand');
        },
        'everybody as before',
        20_000,
      ),
    ),
  );
  // Media goes on through connections built anew.
  for (const [person, name] of [[ada, 'Bob'], [bob, 'Ada'], [ada, 'Vera']]) {
    await person.seesPictureOf(name);
  }
  assert.equal(await bob.do(probe => probe.store.getState(probe.sdk.selectSessionStore('topic'))), 'restarts');
  await bob.do(probe =>
    probe.actions.interactivityCenter.addResponsesToPoll('mood', [{ questionIndex: 1, option: 1 }]),
  );
  await ada.do(probe => probe.actions.sessionStore.set('topic', 'afterwards'));
  await eventually(async () =>
    assert.equal(await bob.do(probe => probe.store.getState(probe.sdk.selectSessionStore('topic'))), 'afterwards'),
  );
  await ada.do(probe => probe.actions.sendBroadcastMessage('after'));
  await eventually(async () => assert.deepEqual(await bob.messages(), ['Ada: before', 'Ada: after']));
});
