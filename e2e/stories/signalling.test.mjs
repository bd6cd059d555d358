// What the SDK can ask for, one step a feature, with the published SDK in a real browser.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { seesMovingPicture } from '../lib/perception.mjs';
import { Probe } from '../lib/probe.mjs';
import { createRoomLike } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { startProxy } from '../lib/tcp-proxy.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

const CONNECTIONS = fileURLToPath(new URL('../lib/page/connections.js', import.meta.url));
const HOST = 'broadcaster';
const VIEWER = 'hls-viewer';

const idOf = async (person, name) => (await person.people())[name].id;

const changeRole = async (by, name, role, force) =>
  by.do((probe, [id, toRole, now]) => probe.actions.changeRoleOfPeer(id, toRole, now), [
    await idOf(by, name),
    role,
    force,
  ]);

story('roles and moderation', {}, async (stage, step) => {
  let ada;
  let vera;
  let victor;

  await step('a host and two viewers meet', async () => {
    [ada, vera, victor] = [
      await Probe.join(stage, 'Ada', HOST),
      await Probe.join(stage, 'Vera', VIEWER),
      await Probe.join(stage, 'Victor', VIEWER),
    ];
    await vera.sees(({ Ada, Victor }) => assert.ok(Ada && Victor), 'both');
    await ada.sees(({ Ada }) => assert.ok(Ada.video), 'the own camera', 15_000);
  });

  await step('a viewer is brought on stage: publishes at once, and is seen', async () => {
    await changeRole(ada, 'Vera', HOST, true);
    await vera.showUp();
    await ada.sees(({ Vera }) => assert.deepEqual([Vera.role, Vera.video, Vera.audio], [HOST, true, true]), 'Vera on stage');
    await ada.seesPictureOf('Vera');
  });

  await step('and taken off again: nothing of her is left on stage', async () => {
    await changeRole(ada, 'Vera', VIEWER, true);
    await ada.sees(({ Vera }) => assert.deepEqual([Vera.role, Vera.video, Vera.audio], [VIEWER, false, false]), 'Vera off stage');
    await vera.sees(({ Vera }) => assert.equal(Vera.role, VIEWER), 'the own role');
  });

  await step('asked first, she comes on stage when she agrees', async () => {
    await changeRole(ada, 'Vera', HOST, false);
    const asker = await eventually(
      () => vera.do(probe => probe.store.getState(probe.sdk.selectRoleChangeRequest).requestedBy.name),
      { what: 'the question' },
    );
    assert.equal(asker, 'Ada');
    assert.equal((await ada.people()).Vera.role, VIEWER, 'not yet');
    await vera.do(probe => {
      const asked = probe.store.getState(probe.sdk.selectRoleChangeRequest);
      return probe.actions.acceptChangeRole(asked);
    });
    await vera.showUp();
    await ada.sees(({ Vera }) => assert.deepEqual([Vera.role, Vera.video], [HOST, true]), 'Vera on stage');
  });

  await step('everybody of a role at once', async () => {
    await ada.do((probe, [from, to]) => probe.actions.changeRoleOfPeersWithRoles([from], to), [VIEWER, HOST]);
    await ada.sees(({ Victor }) => assert.equal(Victor.role, HOST), 'Victor on stage');
    await changeRole(ada, 'Victor', VIEWER, true);
    await ada.sees(({ Victor }) => assert.equal(Victor.role, VIEWER), 'Victor off stage');
    const refused = await ada.fails((probe, role) => probe.actions.changeRoleOfPeersWithRoles([role], role), HOST);
    assert.equal(refused.code, 400);
  });

  await step('a viewer may do none of this', async () => {
    const refused = await victor.fails(
      (probe, role) => probe.actions.changeRoleOfPeer(probe.people().Ada.id, role, true),
      VIEWER,
    );
    assert.equal(refused.code, 403);
    assert.equal((await ada.people()).Ada.role, HOST);
  });

  await step('one track of another is muted, and asked to be unmuted', async () => {
    const setTrack = (selector, on) =>
      ada.do(
        (probe, [name, enabled]) => {
          const { id } = probe.people().Vera;
          const track = probe.store.getState(probe.sdk[name](id));
          return probe.actions.setRemoteTrackEnabled(track.id, enabled);
        },
        [selector, on],
      );
    await setTrack('selectAudioTrackByPeerID', false);
    await vera.sees(({ Vera }) => assert.equal(Vera.audio, false), 'the own microphone off');
    await ada.sees(({ Vera }) => assert.equal(Vera.audio, false), 'her microphone off');
    await setTrack('selectAudioTrackByPeerID', true);
    const request = await vera.hears('CHANGE_TRACK_STATE_REQUEST');
    assert.equal(request.enabled, true);
    await vera.do(probe => probe.actions.setLocalAudioEnabled(true));
    await ada.sees(({ Vera }) => assert.equal(Vera.audio, true), 'her microphone on');
  });

  await step('all cameras of a role are switched off', async () => {
    await ada.do((probe, role) => probe.actions.setRemoteTracksEnabled({ enabled: false, type: 'video', roles: [role] }), HOST);
    await vera.sees(({ Vera }) => assert.equal(Vera.video, false), 'the own camera off');
    assert.equal((await ada.people()).Ada.video, true, 'not that of who asked');
  });

  await step('a hand goes up and is taken down', async () => {
    await victor.do(probe => probe.actions.raiseLocalPeerHand());
    await Promise.all([ada, victor].map(each => each.sees(({ Victor }) => assert.ok(Victor.hand), 'a hand')));
    await ada.do(probe => probe.actions.lowerRemotePeerHand(probe.people().Victor.id));
    await Promise.all([ada, victor].map(each => each.sees(({ Victor }) => assert.ok(!Victor.hand), 'no hand')));
  });

  await step('name and metadata change', async () => {
    await victor.do(probe => probe.actions.changeMetadata({ mood: 'fine' }));
    await victor.do(probe => probe.actions.changeName('Viktor'));
    await ada.sees(({ Viktor }) => assert.equal(Viktor.metadata, '{"mood":"fine"}'), 'Viktor');
  });

  await step('a peer is shown out', async () => {
    await ada.do(probe => probe.actions.removePeer(probe.people().Viktor.id, 'bye'));
    const notice = await victor.hears('REMOVED_FROM_ROOM');
    assert.equal(notice.reason, 'bye');
    await ada.sees(people => assert.ok(!people.Viktor), 'him gone');
  });

  await step('the room ends for all, and is locked', async () => {
    await ada.do(probe => probe.actions.endRoom(true, 'that was it'));
    const notice = await vera.hears('ROOM_ENDED');
    assert.equal(notice.reason, 'that was it');
    const late = await Probe.open(stage, 'Late', VIEWER);
    const refused = await late.fails((probe, config) => probe.actions.join(config), {
      userName: 'Late',
      authToken: late.token,
      initEndpoint: `${stage.server.url}/#https://`,
    });
    assert.equal(refused.code, 403);
  });
});

story('what a session shares', {}, async (stage, step) => {
  let ada;
  let bob;
  let vera;

  await step('a lobby shows who is there, then its visitor joins', async () => {
    ada = await Probe.join(stage, 'Ada', HOST);
    bob = await Probe.open(stage, 'Bob', HOST);
    await bob.preview();
    await eventually(
      async () => assert.equal(await bob.do(probe => probe.store.getState(probe.sdk.selectPeerCount)), 1),
      { what: 'the number in the lobby' },
    );
    assert.ok(!(await ada.people()).Bob, 'a preview is invisible');
    await bob.join();
    await ada.sees(({ Bob }) => assert.ok(Bob.video), 'Bob', 15_000);
    vera = await Probe.join(stage, 'Vera', VIEWER);
  });

  await step('the session store: set, observe, delete', async () => {
    await vera.do(probe => probe.actions.sessionStore.observe(['pinned', 'count']));
    await ada.do(probe => probe.actions.sessionStore.set('pinned', { text: 'hello', by: ['Ada'] }));
    const pinned = probe => probe.store.getState(probe.sdk.selectSessionStore('pinned'));
    await eventually(async () => assert.deepEqual(await vera.do(pinned), { text: 'hello', by: ['Ada'] }));
    await bob.do(probe => probe.actions.sessionStore.observe('pinned'));
    await eventually(async () => assert.equal((await bob.do(pinned)).text, 'hello'), { what: 'the current value' });
    const tooBig = await ada.fails(probe => probe.actions.sessionStore.set('count', 'x'.repeat(2000)));
    assert.equal(tooBig.code, 413);
  });

  await step('a quiz from draft to leaderboard', async () => {
    await ada.do(probe =>
      probe.actions.interactivityCenter.createPoll({
        id: 'sums',
        title: 'Sums',
        type: 'quiz',
        rolesThatCanViewResponses: ['broadcaster'],
        questions: [
          {
            text: '2 + 2?',
            type: 'single-choice',
            weight: 10,
            options: [{ text: '3' }, { text: '4', isCorrectAnswer: true }],
          },
        ],
      }),
    );
    await ada.do(probe => probe.actions.interactivityCenter.startPoll('sums'));
    const poll = person => person.do(probe => probe.store.getState(probe.sdk.selectPollByID('sums')) ?? null);
    await eventually(async () => assert.equal((await poll(bob))?.state, 'started'), { what: 'the quiz at Bob' });
    assert.equal((await poll(bob)).questions[0].options[1].text, '4');
    await bob.do(probe =>
      probe.actions.interactivityCenter.addResponsesToPoll('sums', [{ questionIndex: 1, option: 2, duration: 1200 }]),
    );
    await eventually(async () => assert.equal((await poll(ada)).questions[0].options[1].voteCount, 1), {
      what: 'the vote in the results',
    });
    await ada.do(probe => probe.actions.interactivityCenter.stopPoll('sums'));
    await eventually(async () => assert.equal((await poll(bob)).state, 'stopped'), { what: 'the end at Bob' });
    const board = await ada.do(probe => probe.actions.interactivityCenter.fetchLeaderboard('sums', 0, 10));
    assert.deepEqual(
      board.entries.map(({ position, score, peer }) => [position, score, peer.username]),
      [[1, 10, 'Bob']],
    );
    assert.equal((await poll(vera)), null, 'a viewer has no polls');
    const refused = await vera.fails(probe =>
      probe.actions.interactivityCenter.createPoll({ id: 'no', title: 'No', type: 'poll' }),
    );
    assert.equal(refused.code, 403);
  });

  await step('people are found by page, by name and by id', async () => {
    const names = await vera.do(async probe => {
      const iterator = probe.actions.getPeerListIterator({ limit: 2 });
      const pages = [];
      while (iterator.hasNext()) {
        pages.push((await iterator.next()).map(peer => peer.name));
      }
      return pages;
    });
    assert.deepEqual(names.flat().sort(), ['Ada', 'Bob', 'Vera']);
    assert.equal(names.length, 2);
    const found = await vera.do(probe => probe.actions.findPeerByName({ query: 'BO', limit: 5 }));
    assert.deepEqual(found.peers.map(peer => peer.name), ['Bob']);
    const one = await vera.do(probe => probe.actions.getPeer(probe.people().Ada.id));
    assert.equal(one.name, 'Ada');
  });

  await step('what this server or this room does not do is said clearly', async () => {
    const cue = await ada.fails(probe => probe.actions.sendHLSTimedMetadata([{ payload: 'x', duration: 2 }]));
    assert.equal(cue.code, 409, cue.message);
    const forbidden = await vera.fails(probe => probe.actions.startRTMPOrRecording({ record: true }));
    assert.equal(forbidden.code, 403);
    const captions = await ada.fails(probe => probe.actions.startTranscription({ mode: 'caption' }));
    assert.match(captions.message, /not enabled/);
  });

  await step('a recording is started and stopped, and all are told', async () => {
    const recording = probe => probe.store.getState(probe.sdk.selectRecordingState).browser.running;
    await ada.do(probe => probe.actions.startRTMPOrRecording({ record: true }));
    await eventually(async () => assert.equal(await vera.do(recording), true), { what: 'the recording at Vera' });
    await ada.do(probe => probe.actions.stopRTMPAndRecording());
    await eventually(async () => assert.equal(await vera.do(recording), false), { what: 'its end', timeoutMs: 20_000 });
  });

  await step('chat missed during an outage is caught up on, once', async () => {
    const proxy = await startProxy(Number(new URL(stage.server.url).port));
    stage.defer(proxy.stop);
    const cy = await Probe.join(stage, 'Cy', VIEWER, { initUrl: proxy.url });
    await ada.do(probe => probe.actions.sendBroadcastMessage('before'));
    await eventually(async () => assert.deepEqual(await cy.messages(), ['Ada: before']));
    await cy.do(probe => probe.actions.sessionStore.observe('pinned'));
    await sleep(1000);
    proxy.cut();
    await ada.do(probe => probe.actions.sendBroadcastMessage('while away'));
    await ada.do(probe => probe.actions.sessionStore.set('pinned', 'new'));
    await sleep(1500);
    proxy.mend();
    await eventually(async () => assert.deepEqual(await cy.messages(), ['Ada: before', 'Ada: while away']), {
      timeoutMs: 20_000,
      what: 'what Cy missed',
    });
    await eventually(
      async () => assert.equal(await cy.do(probe => probe.store.getState(probe.sdk.selectSessionStore('pinned'))), 'new'),
      { what: 'the store at Cy' },
    );
    await ada.do(probe => probe.actions.sendBroadcastMessage('after'));
    await eventually(async () =>
      assert.deepEqual(await cy.messages(), ['Ada: before', 'Ada: while away', 'Ada: after']),
    );
    assert.ok((await ada.people()).Cy, 'Cy never left');
  });
});

story('a large room that remembers its chat', {}, async (stage, step) => {
  stage.room = await createRoomLike(stage.server, stage.room, ({ settings }) => (settings.chatHistory = 3), {
    large_room: true,
  });
  let ada;
  let bob;

  await step('who joins late reads what was said last, and nothing that was not for them', async () => {
    ada = await Probe.join(stage, 'Ada', HOST);
    bob = await Probe.open(stage, 'Bob', HOST);
    await bob.page.addInitScript({ path: CONNECTIONS });
    await bob.page.reload();
    await bob.join();
    await ada.sees(({ Bob }) => assert.ok(Bob?.video), 'Bob', 15_000);
    const say = text => ada.do((probe, message) => probe.actions.sendBroadcastMessage(message), text);
    await say('one');
    await say('two');
    await ada.do((probe, role) => probe.actions.sendGroupMessage('for hosts', [role]), HOST);
    await ada.do(probe => probe.actions.sendDirectMessage('for Bob', probe.people().Bob.id));
    await say('three');
    await say('four');
    const vera = await Probe.join(stage, 'Vera', VIEWER);
    await eventually(async () => assert.deepEqual(await vera.messages(), ['Ada: two', 'Ada: three', 'Ada: four']));
    await say('five');
    await eventually(async () => assert.equal((await vera.messages()).at(-1), 'Ada: five'));
    assert.equal((await vera.messages()).length, 4);
    await vera.do(probe => probe.actions.leave());
  });

  await step('a video is offered when somebody looks at it', async () => {
    const offered = kind => bob.page.evaluate(wanted => window.sectionsReceiving(wanted), kind);
    await bob.sees(({ Ada }) => assert.ok(Ada.video), 'that Ada has a camera', 15_000);
    await eventually(async () => assert.equal(await offered('audio'), 1), { what: 'her sound' });
    assert.equal(await offered('video'), 0);
    await bob.do(async probe => {
      const track = probe.store.getState(probe.sdk.selectVideoTrackByPeerID(probe.people().Ada.id));
      const video = document.body.appendChild(document.createElement('video'));
      Object.assign(video, { autoplay: true, muted: true, playsInline: true, width: 640, height: 360 });
      await probe.actions.attachVideo(track.id, video);
    });
    await seesMovingPicture(bob.page.locator('video'), { timeoutMs: 20_000 });
    assert.equal(await offered('video'), 1);
  });
});
