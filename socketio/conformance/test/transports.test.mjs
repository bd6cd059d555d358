import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, describe, it } from 'node:test';
import { client, closeAll, connected, next, transports } from './support.mjs';

afterEach(closeAll);

for (const [name, list] of Object.entries(transports)) {
  describe(`over ${name}`, () => {
    it('echoes text, numbers and nested values', async () => {
      const socket = await connected('/', { transports: list });
      const values = ['héllo \u{1F600}', 1, -2.5, true, null, { a: [1, { b: 'c' }] }, []];
      const answer = next(socket, 'echo');
      socket.emit('echo', ...values);
      assert.deepEqual(await answer, values);
    });

    it('echoes binary arguments, also nested and empty ones', async () => {
      const socket = await connected('/', { transports: list });
      const answer = next(socket, 'echo');
      const large = randomBytes(200_000);
      socket.emit('echo', Buffer.from([1, 2, 3]), { deep: [large] }, Buffer.alloc(0));
      const [small, { deep }, empty] = await answer;
      assert.deepEqual(Buffer.from(small), Buffer.from([1, 2, 3]));
      assert.ok(Buffer.from(deep[0]).equals(large));
      assert.equal(Buffer.from(empty).length, 0);
    });

    it('acknowledges with binary', async () => {
      const socket = await connected('/', { transports: list });
      const [text, bytes] = await new Promise((resolve) =>
        socket.emit('echo', 'x', Buffer.from([9]), (...args) => resolve(args)),
      );
      assert.equal(text, 'x');
      assert.deepEqual(Buffer.from(bytes), Buffer.from([9]));
    });

    it('answers when the server asks', async () => {
      const socket = await connected('/', { transports: list });
      socket.on('question', (number, answer) => answer(number + 1));
      const answered = next(socket, 'answered');
      socket.emit('ask-me', 41);
      assert.deepEqual(await answered, [42]);
    });

    it('tells the server when an answer does not come', async () => {
      const socket = await connected('/', { transports: list });
      const failed = next(socket, 'unanswered');
      socket.emit('ask-me', 1);
      await failed;
    });

    it('keeps the order of many events', async () => {
      const socket = await connected('/', { transports: list });
      const got = [];
      const done = new Promise((resolve) =>
        socket.on('echo', (number) => {
          got.push(number);
          if (got.length === 500) resolve();
        }),
      );
      for (let i = 0; i < 500; i++) socket.emit('echo', i);
      await done;
      assert.deepEqual(got, [...Array(500).keys()]);
    });

    it('survives several heartbeats', async () => {
      const socket = await connected('/', { transports: list });
      let pings = 0;
      await new Promise((resolve) => socket.io.on('ping', () => ++pings === 3 && resolve()));
      assert.equal(await socket.emitWithAck('echo', 'still here'), 'still here');
    });

    it('is told that the server disconnects it', async () => {
      const socket = await connected('/', { transports: list });
      const reason = next(socket, 'disconnect');
      socket.emit('kick');
      assert.equal((await reason)[0], 'io server disconnect');
    });

    it('sees the connection closed', async () => {
      const socket = await connected('/', { transports: list });
      const reason = next(socket, 'disconnect');
      socket.emit('drop');
      assert.equal((await reason)[0], 'transport close');
    });
  });
}

it('moves to WebSocket without losing or reordering anything', async () => {
  const socket = client('/', { transports: transports.upgrade });
  const got = [];
  socket.on('echo', (number) => got.push(number));
  // The upgrade may be done before the namespace is connected.
  await next(socket.io, 'open');
  const upgraded = next(socket.io.engine, 'upgrade');
  let sent = 0;
  const timer = setInterval(() => socket.emit('echo', sent++), 1);
  await upgraded;
  assert.equal(socket.io.engine.transport.name, 'websocket');
  clearInterval(timer);
  await socket.emitWithAck('echo', -1);
  assert.deepEqual(got.filter((number) => number >= 0), [...Array(sent).keys()]);
});
