import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { closeAll, connected, next } from './support.mjs';

afterEach(closeAll);

async function heardBy(sockets, event, action) {
  const heard = sockets.map(() => []);
  sockets.forEach((socket, i) => socket.on(event, (...args) => heard[i].push(args)));
  await action();
  // Order is kept, so an answered round trip follows everything sent before it.
  await Promise.all(sockets.map((socket) => socket.emitWithAck('echo', 'sync')));
  return heard;
}

it('reaches the others in a room and nobody else', async () => {
  const [a, b, c] = [await connected(), await connected(), await connected()];
  await a.emitWithAck('join', 'blue');
  await b.emitWithAck('join', 'blue');
  const heard = await heardBy([a, b, c], 'said', () => a.emitWithAck('say', 'blue', 'hi'));
  assert.deepEqual(heard, [[], [['hi']], []]);
  await b.emitWithAck('leave', 'blue');
  const later = await heardBy([a, b, c], 'said', () => a.emitWithAck('say', 'blue', 'ho'));
  assert.deepEqual(later[1], []);
});

it('leaves out a room', async () => {
  const [a, b, c] = [await connected(), await connected(), await connected()];
  for (const socket of [a, b, c]) await socket.emitWithAck('join', 'green');
  await c.emitWithAck('join', 'quiet');
  const heard = await heardBy([a, b, c], 'said', () =>
    a.emitWithAck('say-except', 'green', 'quiet', 'hi'),
  );
  assert.deepEqual(heard, [[['hi']], [['hi']], []]);
});

it('addresses a socket by its id', async () => {
  const [a, b] = [await connected(), await connected()];
  const heard = next(b, 'said');
  await a.emitWithAck('say', b.id, 'only you');
  assert.deepEqual(await heard, ['only you']);
});

it('passes binary to many over different transports, unharmed', async () => {
  const sender = await connected('/', { transports: ['websocket'] });
  const receivers = await Promise.all(
    ['websocket', 'polling', 'websocket', 'polling', 'websocket'].map((transport) =>
      connected('/', { transports: [transport] }),
    ),
  );
  for (const socket of [sender, ...receivers]) await socket.emitWithAck('join', 'film');
  const chunks = [...Array(50).keys()].map((i) => Buffer.alloc(16_384, i + 1));
  const all = receivers.map(
    (socket) =>
      new Promise((resolve) => {
        const got = [];
        socket.on('said', (chunk) => {
          got.push(Buffer.from(chunk));
          if (got.length === chunks.length) resolve(got);
        });
      }),
  );
  for (const chunk of chunks) sender.emit('say', 'film', chunk);
  for (const got of await Promise.all(all)) {
    assert.ok(got.every((chunk, i) => chunk.equals(chunks[i])));
  }
});

it('collects the answers of everybody in a room', async () => {
  const [a, b] = [await connected(), await connected()];
  for (const socket of [a, b]) {
    await socket.emitWithAck('join', 'choir');
    socket.on('question', (_, answer) => answer(socket.id));
  }
  const answers = await a.emitWithAck('ask-room', 'choir');
  assert.deepEqual(answers.flat().sort(), [a.id, b.id].sort());
});
