// The public server SDK from npm, pointed at us, as a backend would use it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import * as HMS from '@100mslive/server-sdk';
import { broadcast } from '../lib/broadcaster.mjs';
import { RawClient } from '../lib/raw-client.mjs';
import { api } from '../lib/rooms.mjs';
import { startRtmpServer } from '../lib/rtmp-server.mjs';
import { closeSockets } from '../lib/socketio.mjs';
import { story } from '../lib/stage.mjs';
import { appToken } from '../lib/tokens.mjs';
import { eventually } from '../lib/wait.mjs';

/** The SDK's address is a constant; this is the one way to change it. */
function sdkFor(server) {
  const sdk = new HMS.SDK(server.accessKey, server.secret);
  sdk.api.axios.defaults.baseURL = `${server.url}/v2`;
  return sdk;
}

async function all(iterable) {
  const found = [];
  for await (const item of iterable) {
    found.push(item);
  }
  return found;
}

function backend() {
  const events = [];
  const web = http.createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += chunk));
    request.on('end', () => {
      events.push({ headers: request.headers, ...JSON.parse(body) });
      response.end();
    });
  });
  return new Promise(resolve => {
    web.listen(0, '127.0.0.1', () =>
      resolve({ events, url: `http://127.0.0.1:${web.address().port}/`, stop: () => web.close() }),
    );
  });
}

story('the server SDK from npm', { browser: false }, async ({ server, defer }, step) => {
  defer(closeSockets);
  const sdk = sdkFor(server);
  const name = `sdk-${randomUUID()}`;
  let room;
  let codes;
  let session;

  await step('rooms', async () => {
    room = await sdk.rooms.create({ name, description: 'by the SDK', size: 50, region: 'eu' });
    assert.equal(room.name, name);
    assert.equal(room.size, 50);
    assert.ok(room.created_at instanceof Date);
    assert.equal((await sdk.rooms.retrieveById(room.id)).id, room.id);
    assert.equal((await sdk.rooms.retrieveByName(name)).id, room.id);
    assert.equal((await sdk.rooms.update(room.id, { description: 'changed' })).description, 'changed');
    const made = [];
    for (let i = 0; i < 12; i++) {
      made.push((await sdk.rooms.create({ name: `${name}-${i}` })).id);
    }
    const listed = (await all(sdk.rooms.list({ enabled: true, limit: 10 }))).map(({ id }) => id);
    assert.ok(made.every(id => listed.includes(id)));
    assert.equal(new Set(listed).size, listed.length);
    assert.equal((await sdk.rooms.enableOrDisable(room.id, false)).enabled, false);
    assert.equal((await sdk.rooms.enableOrDisable(room.id, true)).enabled, true);
  });

  await step('errors carry what was wrong', async () => {
    await assert.rejects(sdk.rooms.retrieveById('000000000000000000000000'), error => {
      assert.equal(error.code, 404);
      assert.equal(error.name, 'Not Found');
      assert.ok(error.message.length > 0);
      return true;
    });
    await assert.rejects(sdk.rooms.create({ size: 99_999 }), { code: 400, name: 'Bad Request' });
  });

  await step('room codes, and a token for one', async () => {
    codes = await sdk.roomCodes.create(room.id);
    assert.deepEqual(codes.map(({ role }) => role).sort(), ['broadcaster', 'hls-viewer']);
    const more = await sdk.roomCodes.createForRole(room.id, 'hls-viewer');
    assert.match(more.code, /^[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
    assert.equal((await all(sdk.roomCodes.list(room.id))).length, 3);
    assert.equal((await sdk.roomCodes.enableOrDisable(more.code, false)).enabled, false);
  });

  await step('templates, through the SDK’s raw calls', async () => {
    const template = await sdk.api.post('/templates', { name: `${name}-t`, roles: { host: {}, guest: {} } });
    assert.deepEqual(Object.keys(template.roles), ['host', 'guest']);
    const role = await sdk.api.post(`/templates/${template.id}/roles/host`, { permissions: { endRoom: true } });
    assert.equal(role.permissions.endRoom, true);
    assert.deepEqual((await sdk.api.get(`/templates/${template.id}`)).roles.host, role);
  });

  const receiver = await backend();
  defer(() => receiver.stop());

  /** A member of the data of the last event of a type that the backend was told. */
  const reasonOf = (type, member = 'reason') =>
    receiver.events.findLast(event => event.type === type && event.data.room_id === room.id)?.data[member];

  await step('a room that somebody is in', async () => {
    const set = await api(server, 'POST', '/webhook', { body: { url: receiver.url, headers: { 'x-key': 'password' } } });
    assert.equal(set.status, 200, set.text);
    const code = codes.find(({ role }) => role === 'broadcaster').code;
    const answer = await fetch(`${server.url}/v2/token`, {
      method: 'POST',
      body: JSON.stringify({ code, user_id: 'ann' }),
    });
    const { token } = await answer.json();
    const client = await RawClient.connect(server, token);
    await client.joinWithoutMedia('Ann');

    const active = await sdk.activeRooms.retrieve(room.id);
    session = active.session.id;
    assert.deepEqual(active.session.peers, [client.peerId]);
    const peers = await sdk.activeRooms.retrieveActivePeers(room.id);
    assert.equal(peers[client.peerId]?.user_id ?? Object.values(peers)[0].user_id, 'ann');
    const peer = await sdk.activeRooms.retrievePeerDetails(room.id, client.peerId);
    assert.equal(peer.name, 'Ann');
    assert.equal((await sdk.activeRooms.updatePeer(room.id, client.peerId, { name: 'Anna' })).name, 'Anna');
    await client.notification('on-peer-update', ({ info }) => info.name === 'Anna');
    await sdk.activeRooms.sendMessage(room.id, { message: 'from the backend', type: 'announcement' });
    const heard = await client.notification('on-broadcast');
    assert.deepEqual(heard.params.info, { message: 'from the backend', type: 'announcement' });

    assert.equal((await sdk.sessions.retrieveActiveByRoom(room.id)).id, session);

    await sdk.activeRooms.removePeer(room.id, { peer_id: client.peerId, reason: 'too loud' });
    const request = await client.notification('on-peer-leave-request');
    assert.equal(request.params.reason, 'too loud');
    await client.closed;
    await assert.rejects(sdk.activeRooms.retrieve(room.id), { code: 404 });
  });

  await step('what is remembered of it', async () => {
    const remembered = await eventually(async () => {
      const found = await sdk.sessions.retrieveById(session);
      assert.equal(found.active, false);
      return found;
    });
    const [peer] = Object.values(remembered.peers);
    assert.equal(peer.user_id, 'ann');
    assert.equal(peer.reason, 'peer kicked');
    assert.deepEqual(
      (await all(sdk.sessions.list({ room_id: room.id }))).map(({ id }) => id),
      [session],
    );
  });

  await step('what the backend was told of it', async () => {
    const told = await eventually(() => {
      const events = receiver.events.filter(({ data }) => data.room_id === room.id);
      assert.equal(events.length, 4);
      return events;
    });
    assert.deepEqual(
      told.map(({ type }) => type),
      ['session.open.success', 'peer.join.success', 'peer.leave.success', 'session.close.success'],
    );
    assert.equal(told[2].data.message, 'too loud');
    assert.equal(told[0].headers['x-key'], 'password');
    assert.match(told[0].headers['x-100ms-signature'], /^[0-9a-f]{64}$/);
  });

  await step('nobody is there to be shown', async () => {
    await assert.rejects(sdk.liveStreams.start(room.id, {}), { code: 404 });
    await assert.rejects(sdk.liveStreams.stopAll(room.id), { code: 404 });
    assert.deepEqual(await all(sdk.liveStreams.list({ room_id: room.id })), []);
    await assert.rejects(sdk.externalStreams.start(room.id, {}), { code: 400 });
    await assert.rejects(sdk.externalStreams.start(room.id, { rtmp_urls: ['rtmp://localhost/app/key'] }), { code: 404 });
    await assert.rejects(sdk.externalStreams.stopAll(room.id), { code: 404 });
    await assert.rejects(sdk.recordings.start(room.id, {}), { code: 404 });
    await assert.rejects(sdk.activeRooms.end(room.id, { reason: 'late' }), { code: 404 });
    await eventually(() => assert.ok(reasonOf('room.end.failure', 'error_message') === 'session not found'));
  });


  let camera;

  await step('a live stream', async () => {
    camera = await broadcast(server, room.id, { name: 'Camera' });
    const stream = await sdk.liveStreams.start(room.id, {});
    assert.equal(stream.status, 'running');
    const playlist = await fetch(stream.playback.url);
    assert.match(await playlist.text(), /#EXT-X-STREAM-INF/);
    await assert.rejects(sdk.liveStreams.start(room.id, {}), { code: 409 });
    assert.equal((await sdk.liveStreams.sendTimedMetadata(stream.id, { payload: 'goal!', duration: 5 })).id, stream.id);
    assert.equal((await sdk.liveStreams.retrieve(stream.id)).status, 'running');
    await sdk.liveStreams.stop(stream.id);
    await eventually(async () => assert.equal((await sdk.liveStreams.retrieve(stream.id)).status, 'completed'));
    await eventually(() => assert.equal(reasonOf('hls.stopped.success'), 'client request'));
    const [listed] = await all(sdk.liveStreams.list({ room_id: room.id, status: 'completed' }));
    assert.equal(listed.id, stream.id);
  });

  await step('a recording, and a push to another server', async () => {
    const recording = await sdk.recordings.start(room.id, {});
    assert.equal((await all(sdk.recordings.list({ room_id: room.id })))[0].id, recording.id);
    const rtmp = await startRtmpServer();
    defer(() => rtmp?.stop());
    if (rtmp) {
      const push = await sdk.externalStreams.start(room.id, { rtmp_urls: [rtmp.url] });
      assert.ok(!JSON.stringify(push).includes('KEY'), 'the key is nobody’s business');
      await eventually(async () => assert.equal((await sdk.externalStreams.retrieve(push.id)).status, 'running'));
      await eventually(() => assert.ok(rtmp.bytes() > 10_000, `${rtmp.bytes()} bytes arrived`));
      assert.equal((await all(sdk.externalStreams.list({ room_id: room.id })))[0].id, push.id);
      await sdk.externalStreams.stop(push.id);
      await eventually(async () => assert.equal((await sdk.externalStreams.retrieve(push.id)).status, 'completed'));
    }
    await eventually(async () => {
      const { started_at } = await sdk.recordings.retrieve(recording.id);
      assert.ok(started_at && Date.now() - started_at > 1500, 'a second and a half of it');
    });
    await sdk.recordings.stop(recording.id);
    const [asset] = await eventually(async () => {
      const done = await sdk.recordings.retrieve(recording.id);
      assert.equal(done.status, 'completed', done.reason);
      return done.recording_assets;
    });
    assert.equal((await sdk.recordingAssets.retrieve(asset.id)).type, 'room-composite');
    const assets = await all(sdk.recordingAssets.list({ room_id: room.id }));
    assert.ok(assets.some(({ id }) => id === asset.id));
    const { url } = await sdk.recordingAssets.generatePreSignedURL(asset.id);
    const file = await fetch(url);
    assert.equal((await file.arrayBuffer()).byteLength, asset.size);
    const recorded = await eventually(async () => {
      const found = await all(sdk.analytics.listRecordingEvents({ room_id: room.id, type: 'beam.recording.success' }));
      assert.equal(found.length, 1);
      return found[0];
    });
    assert.equal(recorded.data.recording_id, recording.id);
  });

  await step('what the broadcaster leaves behind ends by itself, and says why', async () => {
    await sdk.liveStreams.start(room.id, {});
    await sdk.recordings.start(room.id, {});
    await eventually(async () => {
      const [{ started_at }] = (await api(server, 'GET', `/recordings?room_id=${room.id}`)).json.data;
      assert.ok(started_at);
    });
    camera.stop();
    await eventually(() => assert.equal(reasonOf('hls.stopped.success'), 'last peer left'));
    await eventually(() => assert.equal(reasonOf('beam.stopped.success'), 'last peer left'));
    const again = await broadcast(server, room.id);
    await sdk.liveStreams.start(room.id, {});
    await sdk.activeRooms.end(room.id, { reason: 'closing time' });
    await eventually(() => assert.equal(reasonOf('hls.stopped.success'), 'room ended'));
    again.stop();
  });

  await step('which tracks there were, and what went wrong for clients', async () => {
    const tracks = await all(sdk.analytics.listTrackEvents({ room_id: room.id, type: 'track.add.success' }));
    assert.ok(tracks.some(({ data }) => data.user_name === 'Camera' && data.type === 'video'));
    const token = appToken(server, { roomId: room.id, role: 'broadcaster', userId: 'bob' });
    const client = await RawClient.connect(server, token);
    await client.joinWithoutMedia('Bob');
    const info = { error_name: 'CantAccessCaptureDevice', error_code: 3001, error_message: `no camera at ?token=${token}` };
    client.notify('analytics', { name: 'publish.failed', info, timestamp: Date.now() });
    client.notify('analytics', { name: 'publish.success', info: {}, timestamp: Date.now() });
    const report = await fetch(`${server.url}/v2/client/report`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify({ event: 'disconnected', peer: { peer_id: client.peerId, user_name: 'Bob' }, payload: {} }),
    });
    assert.equal(report.status, 200);
    const failures = await eventually(async () => {
      const { json } = await api(server, 'GET', `/analytics/events?room_id=${room.id}&error=true`);
      assert.deepEqual(json.events.map(({ type }) => type).sort(), ['client.disconnected', 'client.publish.failed']);
      return json.events;
    });
    const { data } = failures.find(({ type }) => type === 'client.publish.failed');
    assert.equal(data.error_code, 3001);
    assert.equal(data.user_id, 'bob');
    assert.equal(data.peer_id, client.peerId);
    assert.equal(data.error_message, 'no camera at ?token=(token)');
    await client.close();
  });

  await step('who was not let in', async () => {
    const disabled = await sdk.rooms.enableOrDisable(room.id, false);
    const token = await sdk.auth.getAuthToken({ roomId: disabled.id, role: 'broadcaster', userId: 'eve' });
    await assert.rejects(RawClient.connect(server, token.token ?? token));
    const failures = await eventually(async () => {
      const { json } = await api(server, 'GET', `/analytics/events?room_id=${room.id}&type=client.join.failed`);
      assert.equal(json.events.length, 1);
      return json.events;
    });
    assert.equal(failures[0].type, 'client.join.failed');
    assert.equal(failures[0].data.error_message, 'The room is disabled');
    assert.equal(failures[0].data.user_id, 'eve');
  });
});
