// Socket.IO on the server's port: rooms without a token for this machine, platform rooms with one.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { RawClient } from '../lib/raw-client.mjs';
import { createRoom } from '../lib/rooms.mjs';
import { ask, closeSockets, connect, heard, refusalOf } from '../lib/socketio.mjs';
import { story } from '../lib/stage.mjs';
import { appToken, managementToken } from '../lib/tokens.mjs';
import { BROADCASTER, TutorialPage, VIEWER } from '../lib/tutorial.mjs';
import { eventually } from '../lib/wait.mjs';

const STRANGER = { from: 'http://elsewhere.example', transports: ['websocket'] };

story('a Socket.IO app without tokens', { browser: false }, async ({ server, room, defer }, step) => {
  defer(closeSockets);
  for (const transports of [['polling', 'websocket'], ['websocket'], ['polling']]) {
    await step(`two clients meet in a room and part, ${transports}`, async () => {
      const ada = await connect(server, { transports });
      const bob = await connect(server, { transports });
      ada.emit('create-room');
      const [id] = await heard(ada, 'room-created');
      bob.emit('join-room', id);
      assert.deepEqual(await heard(ada, 'user-joined'), [bob.id]);
      assert.deepEqual((await ask(ada, 'room-users')).sort(), [ada.id, bob.id].sort());

      const chunk = Buffer.alloc(50_000, 7);
      ada.emit('media', chunk, { init: true });
      const [received, from, metadata] = await heard(bob, 'media');
      assert.ok(chunk.equals(received));
      assert.equal(from, ada.id);
      assert.deepEqual(metadata, { init: true });

      bob.emit('message', { text: 'hi', list: [1, null] });
      assert.deepEqual(await heard(ada, 'message'), [{ text: 'hi', list: [1, null] }, bob.id]);
      const bobId = bob.id;
      bob.disconnect();
      assert.deepEqual(await heard(ada, 'user-left'), [bobId]);
    });
  }

  await step('somebody who is not at this machine is told why not', async () => {
    const stranger = await connect(server, STRANGER);
    stranger.emit('create-room');
    const [error] = await heard(stranger, 'room-error');
    assert.equal(error.code, 'token-required');
    assert.match(error.message, /socketio-rooms: open/);
    const local = await connect(server);
    const id = await ask(local, 'create-room');
    assert.equal((await ask(stranger, 'join-room', id)).error.code, 'token-required');
    assert.deepEqual(await ask(local, 'room-users'), [local.id]);
  });

  await step('a platform room is not entered without its token', async () => {
    const local = await connect(server);
    assert.equal((await ask(local, 'join-room', room.id)).error.code, 'token-required');
    assert.equal((await ask(local, 'join-room', 'no-such-room')).error.code, 'room-not-found');
    assert.equal((await ask(local, 'join-room')).error.code, 'bad-request');
    assert.equal((await ask(local, 'join-room', { room: room.id })).error.code, 'bad-request');
  });

  await step('who floods loses the connection, and nobody else notices', async () => {
    const flood = await connect(server, { transports: ['websocket'] });
    const good = await connect(server);
    await ask(good, 'create-room');
    for (let i = 0; i < 5000; i++) {
      flood.emit('create-room');
    }
    await eventually(() => assert.equal(flood.connected, false), { what: 'the end of the flood' });
    assert.deepEqual(await ask(good, 'room-users'), [good.id]);
  });
});

story('tokens over Socket.IO', { browser: false }, async ({ server, room, defer }, step) => {
  defer(closeSockets);
  const past = Math.floor(Date.now() / 1000) - 3600;
  const token = (overrides, { keys = server, roomId = room.id, role = VIEWER } = {}) =>
    appToken(keys, { roomId, role }, overrides);
  const refused = async auth => (await refusalOf(server, { auth })).code;

  await step('a token that is no good keeps its bearer out, by name', async () => {
    assert.equal(await refused({ token: 'x.y.z' }), 'token-invalid');
    assert.equal(await refused({ token: 17 }), 'token-invalid');
    assert.equal(await refused({ token: managementToken(server) }), 'token-invalid');
    assert.equal(await refused({ token: token({ exp: past }) }), 'token-expired');
    const foreign = { ...server, secret: 'another secret that is long enough to be one' };
    assert.equal(await refused({ token: token({}, { keys: foreign }) }), 'token-invalid');
    const stranger = { ...server, accessKey: 'nobody' };
    assert.equal(await refused({ token: token({}, { keys: stranger }) }), 'token-invalid');
    assert.equal(await refused({ token: token({}), name: ['x'] }), 'bad-request');
  });

  await step('a good token opens its own room only', async () => {
    const other = await createRoom(server);
    const socket = await connect(server, { auth: { token: token({}) } });
    assert.equal((await ask(socket, 'join-room', other.id)).error.code, 'wrong-room');
    assert.equal((await ask(socket, 'join-room', 'anything')).error.code, 'wrong-room');
    assert.equal((await ask(socket, 'join-room', room.id)).room, room.id);
  });

  await step('the token may come in the query, from clients that know no auth', async () => {
    const query = { token: token({}), name: 'Old' };
    const old = await connect(server, { query });
    const { peers } = await ask(old, 'join-room', room.id);
    assert.equal(peers[old.id].name, 'Old');
    assert.equal((await refusalOf(server, { query: { token: 'x.y.z' } })).code, 'token-invalid');
  });

  await step('a room or role that is not there is named', async () => {
    const nowhere = 'f'.repeat(24);
    const lost = await connect(server, { auth: { token: token({}, { roomId: nowhere }) } });
    const { error } = await ask(lost, 'join-room', nowhere);
    assert.match(error.message, /no room/);
    const king = await connect(server, { auth: { token: token({}, { role: 'king' }) } });
    assert.deepEqual((await ask(king, 'join-room', room.id)).error, {
      code: 'forbidden',
      message: 'The room has no role king',
    });
    king.emit('join-room', room.id);
    assert.equal((await heard(king, 'room-error'))[0].code, 'forbidden');
  });

  await step('a token that expires after connecting opens nothing any more', async () => {
    const brief = { exp: Math.floor(Date.now() / 1000) - 56 }; // the leeway is a minute
    const socket = await connect(server, { auth: { token: token(brief) } });
    await eventually(
      async () => {
        await ask(socket, 'leave-room');
        assert.equal((await ask(socket, 'join-room', room.id)).error?.code, 'token-expired');
      },
      { what: 'the end of the token' },
    );
  });
});

story('one platform: SDK and Socket.IO peers in a room', {}, async (stage, step) => {
  const { server, room, defer } = stage;
  defer(closeSockets);
  const auth = (role, name) => ({ token: appToken(server, { roomId: room.id, role }), name });
  let ada;
  let sio;
  let vera;

  await step('a Socket.IO peer finds the SDK peer that is there', async () => {
    ada = await TutorialPage.join(stage, { name: 'Ada', role: BROADCASTER, edition: 'current' });
    sio = await connect(server, { auth: auth(BROADCASTER, 'Sio') });
    const entry = await ask(sio, 'join-room', room.id);
    assert.equal(entry.users.length, 2);
    assert.equal(entry.users[1], sio.id);
    const { name, role } = entry.peers[entry.users[0]];
    assert.deepEqual({ name, role }, { name: 'Ada', role: BROADCASTER });
  });

  await step('the SDK shows the Socket.IO peer among the participants', async () => {
    await ada.seesParticipants([
      { name: 'Ada', role: BROADCASTER },
      { name: 'Sio', role: BROADCASTER },
    ]);
  });

  await step('a second SDK peer is seen to come and what it publishes', async () => {
    vera = await TutorialPage.join(stage, { name: 'Vera', role: BROADCASTER, edition: 'legacy' });
    const [id, details] = await heard(sio, 'user-joined', (_, { name }) => name === 'Vera');
    assert.equal(details.role, BROADCASTER);
    await heard(sio, 'user-updated', (who, { tracks }) => who === id && tracks.some(({ kind }) => kind === 'video'));
  });

  await step('what the Socket.IO peer says is on the pages', async () => {
    sio.emit('message', 'hello from sockets');
    await ada.hasMessage('Sio', 'hello from sockets');
    await vera.hasMessage('Sio', 'hello from sockets');
  });

  await step('what a page says reaches the Socket.IO peer', async () => {
    await ada.say('hello from the page');
    const [, from, about] = await heard(sio, 'message', text => text === 'hello from the page');
    assert.equal(about.name, 'Ada');
    assert.equal((await ask(sio, 'room-users'))[0], from);
    await ada.say('between us', 'Sio');
    const [, , direct] = await heard(sio, 'message', text => text === 'between us');
    assert.equal(direct.direct, true);
    await ask(sio, 'message', 'back to you', { to: from });
    await ada.hasMessage('Sio', 'back to you');
    assert.ok(!(await vera.messages()).some(text => /between us|back to you/.test(text)));
  });

  await step('what the SDK peers send comes as chunks, from a header on, to those who come late, too', async () => {
    const begins = async socket => {
      const [, from, info] = await heard(socket, 'media');
      assert.equal(info.init, true);
      assert.match(info.type, /^video\/(webm|mp4);codecs="[^"]+,opus"$/);
      const [chunk, , next] = await heard(socket, 'media', (_, sender, about) => sender === from && !about?.init);
      assert.deepEqual(next, { key: true });
      assert.ok(Buffer.from(chunk).length > 100);
      return from;
    };
    const { peers } = await ask(sio, 'join-room', room.id);
    assert.ok(['Ada', 'Vera'].includes(peers[await begins(sio)].name));
    const late = await connect(server, { auth: auth(BROADCASTER, 'Late') });
    await ask(late, 'join-room', room.id);
    await begins(late);
    late.disconnect();
    const viewer = await connect(server, { auth: auth(VIEWER, 'Viewer') });
    await ask(viewer, 'join-room', room.id);
    await ask(viewer, 'room-users');
    assert.ok(!viewer.heard.some(([event]) => event === 'media'), 'the role watches the playlist');
    viewer.disconnect();
  });

  await step('muting is seen', async () => {
    await ada.toggleMicrophone();
    await heard(sio, 'user-updated', (_, { name, tracks }) => name === 'Ada' && tracks.some(track => track.mute));
  });

  await step('going live is told, with the playlist, also to those who come later', async () => {
    await ada.goLive();
    const [{ url }] = await heard(sio, 'live', ({ running }) => running);
    assert.ok(url.startsWith(server.url), url);
    assert.match(await (await fetch(url)).text(), /^#EXTM3U/);
    const late = await connect(server, { auth: auth(VIEWER, 'Late') });
    const { live } = await ask(late, 'join-room', room.id);
    assert.deepEqual({ running: live.running, url: live.url }, { running: true, url });
    late.disconnect();
    await ada.stopStreaming();
    const wasLive = sio.heard.findIndex(([event, state]) => event === 'live' && state.running);
    await eventually(() =>
      assert.ok(sio.heard.slice(wasLive).some(([event, state]) => event === 'live' && !state.running)),
    );
  });

  await step('going is seen both ways', async () => {
    const { peers } = await ask(sio, 'join-room', room.id);
    const veraId = Object.keys(peers).find(id => peers[id].name === 'Vera');
    await vera.leave();
    const [left] = await heard(sio, 'user-left', id => id === veraId);
    assert.ok(!(await ask(sio, 'room-users')).includes(left));
    sio.disconnect();
    await ada.seesParticipants([{ name: 'Ada', role: BROADCASTER }]);
    ada.assertWellBehaved();
  });
});

story('roles, floods and takeovers in a platform room', { browser: false }, async ({ server, room, defer }, step) => {
  defer(closeSockets);
  const token = role => appToken(server, { roomId: room.id, role });
  const enter = async (role, name, options) => {
    const socket = await connect(server, { auth: { token: token(role), name }, ...options });
    assert.equal((await ask(socket, 'join-room', room.id)).role, role);
    return socket;
  };
  let witness;
  let viewer;

  await step('a role without the right to publish sends nothing', async () => {
    witness = await RawClient.connect(server, token(VIEWER));
    await witness.joinWithoutMedia('Witness');
    viewer = await enter(VIEWER, 'Viewer');
    const { error } = await ask(viewer, 'media', Buffer.from('x'));
    assert.equal(error.code, 'forbidden');
    assert.equal((await ask(viewer, 'message', 'but it chats')).error, undefined);
    await witness.notification('on-broadcast', ({ info }) => info.message === 'but it chats');
  });

  await step('media goes to roles that subscribe to the sender, with the beginning for those who come late', async () => {
    const sender = await enter(BROADCASTER, 'Sender');
    const early = await enter(BROADCASTER, 'Early', { transports: ['websocket'] });
    await ask(sender, 'media', Buffer.from('start'), { init: true });
    await ask(sender, 'media', Buffer.from('more'));
    const late = await enter(BROADCASTER, 'Late');
    await ask(sender, 'media', Buffer.from('last'), { key: true });
    await heard(early, 'media', chunk => Buffer.from(chunk).equals(Buffer.from('last')));
    await heard(late, 'media', chunk => Buffer.from(chunk).equals(Buffer.from('last')));
    const got = socket =>
      socket.heard.filter(([event]) => event === 'media').map(([, chunk]) => Buffer.from(chunk).toString());
    assert.deepEqual(got(early), ['start', 'more', 'last']);
    assert.deepEqual(got(late), ['start', 'last']);
    assert.deepEqual(got(viewer), []);
    [sender, early, late].forEach(socket => socket.disconnect());
  });

  await step('a flood of messages is limited; the rest of the room goes on', async () => {
    const flood = await enter(VIEWER, 'Flood', { transports: ['websocket'] });
    const answers = await Promise.allSettled(
      Array.from({ length: 150 }, (_, i) => ask(flood, 'message', `flood ${i}`)),
    );
    const codes = answers.map(({ value }) => value?.error?.code);
    assert.ok(codes.includes('rate-limited'), JSON.stringify(codes));
    assert.ok(codes.filter(code => code === undefined).length < 120, 'most were refused');
    const text = randomUUID();
    assert.equal((await ask(viewer, 'message', text)).error, undefined);
    await witness.notification('on-broadcast', ({ info }) => info.message === text);
  });

  await step('bytes and giants are refused as chat', async () => {
    assert.equal((await ask(viewer, 'message', Buffer.from('x'))).error.code, 'bad-request');
    assert.equal((await ask(viewer, 'message', 'x'.repeat(100_000))).error.code, 'too-large');
    assert.equal((await ask(viewer, 'message', 'x', { to: 'nobody' })).error.code, 'not-found');
  });

  await step('a peer id is nobody else’s', async () => {
    const thief = await RawClient.connect(server, token(VIEWER), { peerId: viewer.id });
    await thief.notification('on-error');
    assert.equal((await ask(viewer, 'room-users')).includes(viewer.id), true);
  });

  await step('who is replaced by another client of its token is told', async () => {
    const shared = token(VIEWER);
    const first = await connect(server, { auth: { token: shared } });
    await ask(first, 'join-room', room.id);
    await RawClient.connect(server, shared, { peerId: first.id });
    const [error] = await heard(first, 'room-error');
    assert.equal(error.code, 'room-ended');
    assert.match(error.message, /replaced/);
    assert.equal((await ask(first, 'room-users')).error.code, 'not-in-room');
  });

  await step('a changed role takes effect at once, and who is removed is told', async () => {
    const host = await RawClient.connect(server, token(BROADCASTER));
    await host.joinWithoutMedia('Host');
    const guest = await enter(VIEWER, 'Guest');
    const sender = await enter(BROADCASTER, 'Sender');
    await ask(sender, 'media', Buffer.from('start'), { init: true });
    const change = role => host.request('role-change-request', { requested_for: guest.id, role, force: true });
    assert.ok((await change(BROADCASTER)).result);
    assert.deepEqual(await heard(guest, 'role-changed'), [BROADCASTER]);
    assert.equal(await ask(guest, 'media', Buffer.from('now it may')), true);
    await ask(sender, 'media', Buffer.from('more'), { key: true });
    await heard(guest, 'media', chunk => Buffer.from(chunk).equals(Buffer.from('more')));
    const [first] = await heard(guest, 'media');
    assert.ok(Buffer.from(first).equals(Buffer.from('start')), 'what it hears from now on has a beginning');
    sender.disconnect();
    assert.ok((await change(VIEWER)).result);
    await heard(guest, 'role-changed', role => role === VIEWER);
    assert.equal((await ask(guest, 'media', Buffer.from('no more'))).error.code, 'forbidden');

    assert.ok((await host.request('change-track-mute-state-request', { value: true, type: 'audio' })).result);
    const [wish, by] = await heard(guest, 'mute-request');
    assert.deepEqual([wish, by], [{ mute: true, kind: 'audio' }, host.peerId]);
    assert.ok((await host.request('change-track-mute-state-request', { value: false })).result);
    assert.deepEqual((await heard(guest, 'mute-request', ({ mute }) => !mute))[0], { mute: false });

    assert.ok((await host.request('peer-leave-request', { requested_for: guest.id, reason: 'enough' })).result);
    const removed = await heard(guest, 'room-error', ({ code }) => code === 'removed');
    assert.deepEqual(removed, [{ code: 'removed', message: 'enough' }]);
    assert.equal((await ask(guest, 'room-users')).error.code, 'not-in-room');
    await heard(viewer, 'user-left', id => id === guest.id);
  });

  await step('who leaves can come back', async () => {
    await ask(viewer, 'leave-room');
    assert.equal((await ask(viewer, 'message', 'x')).error.code, 'not-in-room');
    assert.equal((await ask(viewer, 'join-room', room.id)).room, room.id);
    await witness.isAlive();
  });
});
