// What the SDK can ask for, one step a feature, with the published SDK in a real browser.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { seesMovingPicture } from '../lib/perception.mjs';
import { Probe } from '../lib/probe.mjs';
import { RawClient } from '../lib/raw-client.mjs';
import { api, createRoomLike } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { startProxy } from '../lib/tcp-proxy.mjs';
import { appToken } from '../lib/tokens.mjs';
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
    await changeRole(victor, 'Victor', VIEWER, true);
    await ada.sees(({ Victor }) => assert.equal(Victor.role, VIEWER), 'Victor off stage, by himself');
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
  let cy;
  let proxy;

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
    assert.equal((await poll(vera)).title, 'Sums');
    const refused = await vera.fails(probe =>
      probe.actions.interactivityCenter.createPoll({ id: 'no', title: 'No', type: 'poll' }),
    );
    assert.equal(refused.code, 403);
  });

  await step('an anonymous poll counts votes and names nobody', async () => {
    await ada.do(probe =>
      probe.actions.interactivityCenter.startPoll({
        id: 'mood',
        title: 'Mood',
        type: 'poll',
        anonymous: true,
        questions: [{ text: 'Fine?', type: 'single-choice', options: [{ text: 'yes' }, { text: 'no' }] }],
      }),
    );
    const poll = person => person.do(probe => probe.store.getState(probe.sdk.selectPollByID('mood')) ?? null);
    await eventually(async () => assert.equal((await poll(bob))?.state, 'started'), { what: 'the poll at Bob' });
    await bob.do(probe =>
      probe.actions.interactivityCenter.addResponsesToPoll('mood', [{ questionIndex: 1, option: 1 }]),
    );
    await eventually(async () => assert.equal((await poll(ada)).questions[0].options[0].voteCount, 1), {
      what: 'the vote in the results',
    });
    await ada.do(probe =>
      probe.actions.interactivityCenter.getPollResponses(probe.store.getState(probe.sdk.selectPollByID('mood')), false),
    );
    assert.doesNotMatch(JSON.stringify(await poll(ada)), /Bob/);
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
    // The SDK itself asks for no whiteboard unless the server says that it has some.
    const raw = await RawClient.connect(stage.server, appToken(stage.server, { roomId: stage.room.id, role: HOST }));
    await raw.joinWithoutMedia('Raw');
    for (const [method, params] of [['whiteboard-create', { title: 'W' }], ['whiteboard-get', { id: 'w' }]]) {
      const { error } = await raw.request(method, params);
      assert.equal(error.code, 403);
      assert.match(error.message, /not enabled/);
    }
    await raw.close();
  });

  await step('a recording is started and stopped: all are told, and who comes late', async () => {
    const recording = probe => probe.store.getState(probe.sdk.selectRecordingState).browser.running;
    proxy = await startProxy(Number(new URL(stage.server.url).port));
    stage.defer(proxy.stop);
    await ada.do(probe => probe.actions.startRTMPOrRecording({ record: true }));
    await eventually(async () => assert.equal(await vera.do(recording), true), { what: 'the recording at Vera' });
    cy = await Probe.join(stage, 'Cy', VIEWER, { initUrl: proxy.url });
    await eventually(async () => assert.equal(await cy.do(recording), true), { what: 'the recording at Cy' });
    await ada.do(probe => probe.actions.stopRTMPAndRecording());
    await eventually(async () => assert.equal(await vera.do(recording), false), { what: 'its end', timeoutMs: 20_000 });
  });

  await step('chat missed during an outage is caught up on, once', async () => {
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
  stage.room = await createRoomLike(
    stage.server,
    stage.room,
    body => {
      body.settings.chatHistory = 3;
      body.plugins = { transcriptions: { permissions: { admin: [HOST] }, mode: 'caption' } };
    },
    { large_room: true },
  );
  let ada;
  let bob;
  let vera;
  let victor;

  await step('who joins late reads what was said last, and nothing that was not for them', async () => {
    ada = await Probe.join(stage, 'Ada', HOST);
    bob = await Probe.join(stage, 'Bob', HOST, {
      scripts: [
        [{ path: CONNECTIONS }],
        [() => (window.HMS = { ON_SFU_STATS: stats => (window.sfuStats = stats) })],
      ],
    });
    await ada.sees(({ Bob }) => assert.ok(Bob?.video), 'Bob', 15_000);
    const say = text => ada.do((probe, message) => probe.actions.sendBroadcastMessage(message), text);
    await say('one');
    await say('two');
    await ada.do((probe, role) => probe.actions.sendGroupMessage('for hosts', [role]), HOST);
    await ada.do(probe => probe.actions.sendDirectMessage('for Bob', probe.people().Bob.id));
    await say('three');
    await say('four');
    vera = await Probe.join(stage, 'Vera', VIEWER);
    await eventually(async () => assert.deepEqual(await vera.messages(), ['Ada: two', 'Ada: three', 'Ada: four']));
    await say('five');
    await eventually(async () => assert.equal((await vera.messages()).at(-1), 'Ada: five'));
    assert.equal((await vera.messages()).length, 4);
  });

  await step('viewers know the stage and the number, and ask for one another', async () => {
    victor = await Probe.join(stage, 'Victor', VIEWER);
    const count = person => person.do(probe => probe.store.getState(probe.sdk.selectPeerCount));
    await Promise.all(
      [ada, victor].map(each => eventually(async () => assert.equal(await count(each), 4), { what: 'the number' })),
    );
    assert.deepEqual(Object.keys(await victor.people()).sort(), ['Ada', 'Bob', 'Victor']);
    const viewers = await victor.do(async (probe, role) => {
      const page = await probe.actions.getPeerListIterator({ role, limit: 10 }).next();
      return page.map(peer => peer.name);
    }, VIEWER);
    assert.deepEqual(viewers.sort(), ['Vera', 'Victor']);
    const found = await victor.do(probe => probe.actions.findPeerByName({ query: 'ver', limit: 5 }));
    assert.deepEqual(found.peers.map(peer => peer.name), ['Vera']);
    await vera.do(probe => probe.actions.raiseLocalPeerHand());
    await victor.sees(({ Vera }) => assert.ok(Vera?.hand), 'the hand of Vera, and so her');
    await vera.do(probe => probe.actions.lowerLocalPeerHand());
    await victor.sees(({ Vera }) => assert.ok(!Vera), 'her no more');
  });

  await step('captions of an app are shown, also to who comes late', async () => {
    const captions = probe => probe.store.getState(probe.sdk.selectTranscriptionsState)?.[0]?.state ?? null;
    await ada.do(probe => probe.actions.startTranscription({ mode: 'caption' }));
    await eventually(async () => assert.equal(await victor.do(captions), 'started'), { what: 'captions at Victor' });
    const late = await Probe.join(stage, 'Lena', VIEWER);
    await eventually(async () => assert.equal(await late.do(captions), 'started'), { what: 'captions at Lena' });
    const transcript = JSON.stringify({
      results: [{ start: 0, end: 1, peer_id: await idOf(ada, 'Ada'), final: true, transcript: 'hello there' }],
    });
    const speak = (probe, text) => probe.actions.sendBroadcastMessage(text, 'hms_transcript');
    await ada.do(speak, transcript);
    for (const each of [bob, late]) {
      const heard = await each.hears('NEW_MESSAGE');
      assert.equal(heard.type, 'hms_transcript');
      assert.equal(heard.message, transcript);
    }
    const refused = await victor.fails(speak, transcript);
    assert.equal(refused.code, 403);
    await ada.do(probe => probe.actions.stopTranscription({ mode: 'caption' }));
    await eventually(async () => assert.equal(await victor.do(captions), 'stopped'), { what: 'their end at Victor' });
    await late.do(probe => probe.actions.leave());
  });

  await step('a video is offered when somebody looks at it', async () => {
    const offered = kind => bob.page.evaluate(wanted => window.sectionsReceiving(wanted), kind);
    await bob.sees(({ Ada }) => assert.ok(Ada.video), 'that Ada has a camera', 15_000);
    await eventually(async () => assert.equal(await offered('audio'), 1), { what: 'her sound' });
    assert.equal(await offered('video'), 0);
    await seesMovingPicture(await bob.watch('Ada'), { timeoutMs: 20_000 });
    assert.equal(await offered('video'), 1);
  });

  await step('who speaks is told, how well one is served, and the details to who wants them', async () => {
    await bob.do(probe => probe.actions.setLocalAudioEnabled(false)); // both beep
    await eventually(
      async () => assert.equal(await bob.do(probe => probe.store.getState(probe.sdk.selectDominantSpeaker)?.name), 'Ada'),
      { what: 'that Ada beeps', timeoutMs: 30_000 },
    );
    await bob.do(probe => probe.actions.setLocalAudioEnabled(true));
    await eventually(
      async () => {
        const quality = await bob.do(probe =>
          Object.values(probe.people()).map(({ id }) => probe.store.getState(probe.sdk.selectConnectionQualityByPeerID(id))),
        );
        const scores = quality.map(each => each?.downlinkQuality).filter(Number.isFinite);
        assert.equal(scores.length, 2, 'of those who have media');
        assert.ok(scores.every(score => score >= 1 && score <= 5), scores.join());
      },
      { what: 'the quality of both', timeoutMs: 20_000 },
    );
    await eventually(
      async () => {
        const stats = await bob.page.evaluate(() => window.sfuStats);
        assert.ok(stats?.downlink.available_bitrate > 0 && stats.downlink.tracks === 2, JSON.stringify(stats));
      },
      { what: 'the details', timeoutMs: 30_000 },
    );
  });

  await step('a flood on the data channel is throttled, and who floods can ask again', async () => {
    const ask = (count, code) =>
      bob.page.evaluate(
        ([times, wanted]) =>
          new Promise((resolve, reject) => {
            const batch = `b${Math.random()}`;
            setTimeout(() => reject(new Error(`no answer with ${wanted}`)), 20_000);
            window.apiChannel.addEventListener('message', ({ data }) => {
              const { id, error } = JSON.parse(data);
              if (id?.startsWith(batch) && error?.code === wanted) {
                resolve();
              }
            });
            for (let i = 0; i < times; i++) {
              const params = { track_id: 'of nobody', subscribed: true };
              const method = 'prefer-audio-track-state';
              window.apiChannel.send(JSON.stringify({ id: `${batch}-${i}`, jsonrpc: '2.0', method, params }));
            }
          }),
        [count, code],
      );
    await ask(1500, 429);
    await eventually(() => ask(1, 404), { what: 'an answer as usual', timeoutMs: 30_000 });
  });

  await step('an edited template takes effect in the running room', async () => {
    const path = `/templates/${stage.room.template_id}`;
    const { json } = await api(stage.server, 'GET', path);
    const readPolls = probe => probe.actions.interactivityCenter.getPolls();
    await vera.do(readPolls);
    json.roles[HOST].publishParams.allowed = ['audio'];
    json.roles[VIEWER].permissions.pollRead = false;
    const { name, roles, settings, plugins } = json;
    const edited = await api(stage.server, 'POST', path, { body: { name, roles, settings, plugins } });
    assert.equal(edited.status, 200, edited.text);
    await eventually(async () => assert.equal((await vera.fails(readPolls)).code, 403), {
      what: 'that Vera may read no polls',
    });
    await ada.sees(({ Bob }) => assert.deepEqual([Bob.video, Bob.audio], [false, true]), 'no camera of Bob');
    await bob.sees(({ Ada }) => assert.deepEqual([Ada.video, Ada.audio], [false, true]), 'no camera of Ada');
  });
});

story('roles and moderation with the SDK of the tutorial', {}, async (stage, step) => {
  let ada;
  let bob;
  let vera;

  await step('a lobby, then a host of either SDK and a viewer meet', async () => {
    ada = await Probe.open(stage, 'Ada', HOST, { edition: 'legacy' });
    await ada.preview();
    await ada.join();
    bob = await Probe.join(stage, 'Bob', HOST);
    vera = await Probe.open(stage, 'Vera', VIEWER, { edition: 'legacy' });
    await vera.join();
    for (const each of [ada, bob]) {
      await each.sees(({ Ada, Bob, Vera }) => assert.ok(Ada.video && Bob.video && Vera), 'everybody', 20_000);
    }
    await vera.sees(({ Ada, Bob }) => assert.ok(Ada && Bob), 'both hosts');
  });

  await step('a viewer is brought on stage and taken off, by either SDK', async () => {
    const setRole = (by, role, force) =>
      by.do((probe, [toRole, now]) => probe.actions.changeRole(probe.people().Vera.id, toRole, now), [role, force]);
    await setRole(bob, HOST, true);
    await vera.showUp();
    await ada.sees(({ Vera }) => assert.deepEqual([Vera.role, Vera.video, Vera.audio], [HOST, true, true]), 'Vera on stage');
    await setRole(ada, VIEWER, true);
    await bob.sees(({ Vera }) => assert.deepEqual([Vera.role, Vera.video], [VIEWER, false]), 'Vera off stage');
    // This version cannot come back on stage while it still takes its tracks back.
    await eventually(
      () =>
        vera.do(probe => {
          if (probe.store.getState(probe.sdk.selectLocalVideoTrackID) || probe.store.getState(probe.sdk.selectLocalAudioTrackID)) {
            throw new Error('she has tracks');
          }
        }),
      { what: 'the end of her tracks' },
    );
    await setRole(ada, HOST, false);
    await eventually(
      () =>
        vera.do(probe => {
          const asked = probe.store.getState(probe.sdk.selectRoleChangeRequest);
          if (!asked) {
            throw new Error('not asked');
          }
          return probe.actions.acceptChangeRole(asked);
        }),
      { what: 'the question' },
    );
    await vera.showUp();
    await bob.sees(({ Vera }) => assert.deepEqual([Vera.role, Vera.video], [HOST, true]), 'Vera on stage again');
  });

  await step('one microphone is muted, then all cameras', async () => {
    await ada.do(probe => {
      const track = probe.store.getState(probe.sdk.selectAudioTrackByPeerID(probe.people().Vera.id));
      return probe.actions.setRemoteTrackEnabled(track.id, false);
    });
    await bob.sees(({ Vera }) => assert.equal(Vera.audio, false), 'her microphone off');
    await ada.do((probe, role) => probe.actions.setRemoteTracksEnabled({ enabled: false, type: 'video', roles: [role] }), HOST);
    await ada.sees(({ Ada, Bob, Vera }) => assert.deepEqual([Ada.video, Bob.video, Vera.video], [true, false, false]), 'all off');
  });

  await step('name and metadata change', async () => {
    await vera.do(probe => probe.actions.changeMetadata({ mood: 'fine' }));
    await vera.do(probe => probe.actions.changeName('Veronica'));
    await Promise.all(
      [ada, bob].map(each => each.sees(({ Veronica }) => assert.equal(Veronica.metadata, '{"mood":"fine"}'), 'Veronica')),
    );
  });

  await step('a recording shows', async () => {
    const recording = probe => probe.store.getState(probe.sdk.selectRecordingState).browser.running;
    await ada.do(probe => probe.actions.startRTMPOrRecording({ record: true }));
    await eventually(async () => assert.equal(await vera.do(recording), true), { what: 'the recording', timeoutMs: 20_000 });
    await ada.do(probe => probe.actions.stopRTMPAndRecording());
    await eventually(async () => assert.equal(await vera.do(recording), false), { what: 'its end', timeoutMs: 20_000 });
  });

  await step('one is shown out, and the room ends', async () => {
    await ada.do(probe => probe.actions.removePeer(probe.people().Veronica.id, 'bye'));
    assert.equal((await vera.hears('REMOVED_FROM_ROOM')).reason, 'bye');
    await bob.do(probe => probe.actions.endRoom(false, 'that was it'));
    assert.equal((await ada.hears('ROOM_ENDED')).reason, 'that was it');
  });
});
