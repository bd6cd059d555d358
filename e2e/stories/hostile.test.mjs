// Bad input: each gets a clear error with a code the SDK understands, or is dropped; nobody else in the room notices.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { get } from 'node:http';
import WebSocket from 'ws';
import { createRoom } from '../lib/rooms.mjs';
import { JOIN_FLAGS, RawClient, assertClientError, init } from '../lib/raw-client.mjs';
import { brokenOffers, joinOffer } from '../lib/sdp.mjs';
import { story } from '../lib/stage.mjs';
import { appToken } from '../lib/tokens.mjs';
import { BROADCASTER, VIEWER } from '../lib/tutorial.mjs';
import { sleep } from '../lib/wait.mjs';

story('bad input hurts only who sent it', { browser: false }, async ({ server, room }, step) => {
  const token = (role, overrides, keys = server) => appToken(keys, { roomId: room.id, role }, overrides);
  const connect = (role = VIEWER) => RawClient.connect(server, token(role));
  let witness;
  let speaker;

  /** The witness sees only who it should see, and a message still gets through. */
  const nobodyNoticed = async () => {
    const text = randomUUID();
    const reply = await speaker.request('broadcast', { info: { message: text, type: 'chat' } });
    assert.ok(reply.result?.message_id, JSON.stringify(reply));
    await witness.notification('on-broadcast', ({ info }) => info.message === text);
    assert.deepEqual(
      witness.received.filter(({ method }) => method === 'on-error'),
      [],
    );
    const left = witness.received
      .filter(({ method }) => method === 'on-peer-leave')
      .map(({ params }) => params.peer_id);
    assert.ok(!left.includes(speaker.peerId), 'the speaker is still there');
  };

  await step('two peers who must not notice anything', async () => {
    witness = await connect();
    await witness.joinWithoutMedia('Witness');
    speaker = await connect();
    await speaker.joinWithoutMedia('Speaker');
    await witness.notification('on-peer-join', ({ peer_id }) => peer_id === speaker.peerId);
    await nobodyNoticed();
  });

  await step('malformed JSON and strange frames', async () => {
    for (const text of [
      '{',
      'null',
      '[]',
      '"join"',
      '{"method":5,"id":"x"}',
      '{"id":"x"}',
      '{"method":"join","params":[],"id":"y"}',
    ]) {
      const rude = await connect();
      await rude.notification('on-policy-change');
      rude.sendText(text);
      await Promise.race([rude.isAlive(), rude.closed]);
      rude.socket.terminate();
    }
    const binary = await connect();
    binary.socket.send(randomBytes(2000));
    await Promise.race([binary.isAlive(), binary.closed]);
    binary.socket.terminate();
    await nobodyNoticed();
  });

  await step('an unknown method gets an error', async () => {
    const rude = await connect();
    await rude.joinWithoutMedia('Rude');
    assertClientError((await rude.request('make-coffee', {})).error);
    await rude.isAlive();
    await rude.close();
  });

  await step('a request before join gets an error', async () => {
    const early = await connect(BROADCASTER);
    await early.notification('on-policy-change');
    const requests = [
      ['broadcast', { info: { message: 'hi', type: 'chat' } }],
      ['hls-start', {}],
      ['offer', { desc: { type: 'offer', sdp: joinOffer }, tracks: {} }],
    ];
    for (const [method, params] of requests) {
      assertClientError((await early.request(method, params)).error);
    }
    early.notify('trickle', { target: 0, candidate: { candidate: '', sdpMid: '0', sdpMLineIndex: 0 } });
    early.notify('track-update', { tracks: {} });
    await early.isAlive();
    assert.ok(
      !witness.received.some(({ params }) => params?.peer?.peer_id === early.peerId),
      'never shown to the room',
    );
    await early.close();
  });

  for (const [what, sdp] of Object.entries(brokenOffers)) {
    await step(`malformed SDP in join: ${what}`, async () => {
      const rude = await connect(BROADCASTER);
      await rude.notification('on-policy-change');
      const reply = await rude.request('join', {
        name: 'Rude',
        data: '',
        disableVidAutoSub: true,
        offer: { type: 'offer', sdp },
        ...JOIN_FLAGS,
      });
      assertClientError(reply.error);
      await rude.close();
      await nobodyNoticed();
    });
  }

  await step('malformed SDP in an offer after join', async () => {
    const rude = await connect(BROADCASTER);
    await rude.notification('on-policy-change');
    const joined = await rude.request('join', {
      name: 'Rude',
      data: '',
      disableVidAutoSub: true,
      offer: { type: 'offer', sdp: joinOffer },
      ...JOIN_FLAGS,
    });
    assert.equal(joined.result?.type, 'answer', JSON.stringify(joined));
    for (const sdp of Object.values(brokenOffers)) {
      assertClientError((await rude.request('offer', { desc: { type: 'offer', sdp }, tracks: {} })).error);
    }
    rude.notify('answer', { desc: { type: 'answer', sdp: 'nonsense' } });
    rude.notify('trickle', { target: 7, candidate: { candidate: 'candidate:nonsense' } });
    rude.notify('trickle', { target: 0, candidate: 'nonsense' });
    await rude.isAlive();
    await rude.close();
    await nobodyNoticed();
  });

  await step('a frame of 2 MB is answered or ends only its own socket', async () => {
    const rude = await connect();
    await rude.joinWithoutMedia('Rude');
    rude.sendText(
      JSON.stringify({
        method: 'broadcast',
        params: { info: { message: 'x'.repeat(2 * 1024 * 1024), type: 'chat' } },
        id: 'big',
        jsonrpc: '2.0',
      }),
    );
    const reply = await Promise.race([rude.waitFor(({ id }) => id === 'big', 'reply'), rude.closed.then(() => null)]);
    if (reply) {
      assertClientError(reply.error);
    }
    rude.socket.terminate();
    await nobodyNoticed();
  });

  await step('somebody else’s peer id cannot be taken over', async () => {
    const foreign = token(VIEWER);
    const { status, json } = await init(server, foreign, { peerId: speaker.peerId });
    const thief =
      status === 200 ? await RawClient.open(json.endpoint, foreign, speaker.peerId).catch(() => null) : null;
    // Refused at once, or told so and closed; in no case does it become the speaker.
    if (thief) {
      assert.notEqual(await Promise.race([thief.closed, sleep(3000, 'open')]), 'open', 'the second socket is closed');
      assert.ok(!thief.received.some(({ method }) => method === 'peer-list'), 'it learns nothing');
    }
    assert.equal(speaker.socket.readyState, WebSocket.OPEN);
    await nobodyNoticed();
  });

  await step('the same peer with the same token may come back on a second socket', async () => {
    const own = token(VIEWER);
    const first = await RawClient.connect(server, own);
    await first.joinWithoutMedia('Twice');
    const second = await RawClient.connect(server, own, { peerId: first.peerId });
    await second.notification('peer-list');
    await first.closed;
    await second.isAlive();
    await sleep(300);
    const left = witness.received.filter(
      ({ method, params }) => method === 'on-peer-leave' && params.peer_id === first.peerId,
    );
    assert.equal(left.length, 0, 'replacing a socket is not leaving');
    second.notify('leave', { client_reason: 'user request' });
    await second.close();
    await witness.notification('on-peer-leave', ({ peer_id }) => peer_id === first.peerId);
  });

  await step('an hls-viewer may not start or stop the stream', async () => {
    for (const method of ['hls-start', 'hls-stop']) {
      assertClientError((await speaker.request(method, {})).error, 403);
    }
    assert.ok(!witness.received.some(({ method }) => method === 'on-hls-update'));
  });

  await step('an hls-viewer may not publish', async () => {
    const rude = await connect(VIEWER);
    await rude.joinWithoutMedia('Rude');
    const track = { track_id: 't', stream_id: 's', type: 'video', source: 'regular', mute: false, description: '' };
    const reply = await rude.request('offer', { desc: { type: 'offer', sdp: joinOffer }, tracks: { t: track } });
    assertClientError(reply.error);
    rude.notify('track-update', { tracks: { t: track } });
    await rude.isAlive();
    assert.ok(
      !witness.received.some(({ method, params }) => method === 'on-track-add' && params.peer.peer_id === rude.peerId),
    );
    await rude.close();
  });

  await step('garbage on the UDP port is dropped', async () => {
    const socket = createSocket('udp4');
    const starts = [0x00, 0x01, 0x14, 0x16, 0x17, 0x3f, 0x40, 0x80, 0x90, 0xbf, 0xc8, 0xff];
    for (let i = 0; i < 2000; i++) {
      const garbage = randomBytes(1 + ((i * 37) % 1400));
      garbage[0] = starts[i % starts.length];
      socket.send(garbage, server.mediaPort, '127.0.0.1');
      if (i % 100 === 0) {
        await sleep(1);
      }
    }
    // A binding request with a user name nobody has.
    const stun = Buffer.from(
      '000100182112a442' +
        randomBytes(12).toString('hex') +
        '00060010' +
        Buffer.from('nobody:stranger!').toString('hex') +
        '00000000',
      'hex',
    );
    socket.send(stun, server.mediaPort, '127.0.0.1');
    await sleep(300);
    socket.close();
    await nobodyNoticed();
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  });

  await step('hostile HTTP is answered, not obeyed', async () => {
    const ask = resource =>
      new Promise((resolve, reject) => {
        // node:http sends the path as it stands; fetch would tidy it up.
        get(server.url, { path: resource, headers: { Authorization: 'Bearer x' } }, async response => {
          resolve({ status: response.statusCode, text: Buffer.concat(await response.toArray()).toString() });
        }).on('error', reject);
      });
    const paths = [
      '/hls/../../../../../../etc/passwd',
      '/hls/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
      '/hls/nowhere/index.m3u8',
      '/hls/%00',
      '/%ff%fe',
      '/v2/rooms/%27%20OR%201=1',
    ];
    for (const resource of paths) {
      const { status, text } = await ask(resource);
      assert.ok(status < 500, `${status} for ${resource}`);
      assert.doesNotMatch(text, /root:|Exception|\.java/);
    }
    assert.equal((await ask('/hls/nowhere/index.m3u8')).status, 404);
  });

  await step('two rooms do not hear each other', async () => {
    const other = await createRoom(server);
    const stranger = await RawClient.connect(server, appToken(server, { roomId: other.id, role: VIEWER }));
    await stranger.joinWithoutMedia('Stranger');
    const secret = randomUUID();
    await speaker.request('broadcast', { info: { message: secret, type: 'chat' } });
    await witness.notification('on-broadcast', ({ info }) => info.message === secret);
    await stranger.isAlive();
    assert.ok(!stranger.received.some(message => JSON.stringify(message).includes(secret)));
    await stranger.close();
  });

  await step('afterwards everybody is well', async () => {
    await Promise.all([witness.isAlive(), speaker.isAlive()]);
    await nobodyNoticed();
    await Promise.all([witness.close(), speaker.close()]);
  });
});
