// What clients of versions 2 (Engine.IO 3) and 3 see, and how all versions meet in one room.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterEach, describe, it } from 'node:test';
import { closeAll, connected, next, transports, url } from './support.mjs';

const require = createRequire(import.meta.url);
const libraries = { 2: require('socket.io-client-2'), 3: require('socket.io-client-3') };

const open = [];

afterEach(() => {
  closeAll();
  for (const socket of open.splice(0)) socket.io.engine?.close();
});

function client(version, path, options) {
  const io = libraries[version].io ?? libraries[version];
  const socket = io(url + path, { forceNew: true, reconnection: false, ...options });
  open.push(socket);
  return socket;
}

async function entered(version, path = '/', options = {}) {
  const socket = client(version, path, options);
  await next(socket, 'connect');
  return socket;
}

/** Emits and waits for the callback; these clients have no emitWithAck. */
const ask = (socket, ...args) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer to ${args[0]}`)), 8000);
    socket.emit(...args, (...answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });

for (const version of [2, 3]) {
  for (const [name, list] of Object.entries(transports)) {
    describe(`version ${version} over ${name}`, () => {
      const enter = (path) => entered(version, path, { transports: list });

      it('echoes text, numbers and nested values', async () => {
        const socket = await enter('/');
        const values = ['héllo \u{1F600}', 1, -2.5, true, null, { a: [1, { b: 'c' }] }, []];
        const answer = next(socket, 'echo');
        socket.emit('echo', ...values);
        assert.deepEqual(await answer, values);
      });

      it('echoes binary arguments, also nested and empty ones', async () => {
        const socket = await enter('/');
        const large = randomBytes(200_000);
        const answer = next(socket, 'echo');
        socket.emit('echo', Buffer.from([1, 2, 3]), { deep: [large] }, Buffer.alloc(0));
        const [small, { deep }, empty] = await answer;
        assert.deepEqual(Buffer.from(small), Buffer.from([1, 2, 3]));
        assert.ok(Buffer.from(deep[0]).equals(large));
        assert.equal(Buffer.from(empty).length, 0);
      });

      it('acknowledges both ways', async () => {
        const socket = await enter('/');
        const [text, bytes] = await ask(socket, 'echo', 'x', Buffer.from([9]));
        assert.equal(text, 'x');
        assert.deepEqual(Buffer.from(bytes), Buffer.from([9]));
        socket.on('question', (number, answer) => answer(number + 1));
        const answered = next(socket, 'answered');
        socket.emit('ask-me', 41);
        assert.deepEqual(await answered, [42]);
      });

      it('keeps the order of many events', async () => {
        const socket = await enter('/');
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
        const socket = await enter('/');
        await new Promise((resolve) => setTimeout(resolve, 2000));
        assert.deepEqual(await ask(socket, 'echo', 'still here'), ['still here']);
      });

      it('enters a namespace beside the main one', async () => {
        const socket = await enter('/room-7');
        assert.deepEqual(await ask(socket, 'where'), ['/room-7']);
      });

      it('is refused with what the application says', async () => {
        const socket = client(version, '/guarded', { transports: list });
        if (version === 2) {
          assert.deepEqual(await next(socket, 'error'), [{ code: 7 }]);
        } else {
          const [error] = await next(socket, 'connect_error');
          assert.equal(error.message, 'not allowed');
          assert.deepEqual(error.data, { code: 7 });
        }
      });

      it('is told that the server disconnects it', async () => {
        const socket = await enter('/');
        const reason = next(socket, 'disconnect');
        socket.emit('kick');
        assert.equal((await reason)[0], 'io server disconnect');
      });
    });
  }
}

it('clients of version 2 know their id', async () => {
  const [main, other] = [await entered(2), await entered(2, '/room-8')];
  const heard = next(main, 'said');
  const speaker = await connected();
  await speaker.emitWithAck('say', main.id, 'you');
  assert.deepEqual(await heard, ['you']);
  assert.ok(other.id.startsWith('/room-8#'));
});

it('clients of version 2 may put a query behind a namespace', async () => {
  const socket = await entered(2, '/room-9?token=x');
  assert.deepEqual(await ask(socket, 'where'), ['/room-9']);
});

it('all versions meet in one room, over all transports', async () => {
  const sockets = [await connected('/', { transports: transports.websocket })];
  for (const version of [2, 3]) {
    for (const list of Object.values(transports)) {
      sockets.push(await entered(version, '/', { transports: list }));
    }
  }
  for (const socket of sockets) await ask(socket, 'join', 'fair');
  for (const speaker of sockets) {
    const bytes = randomBytes(20_000);
    const heard = sockets.filter((socket) => socket !== speaker).map((socket) => next(socket, 'said'));
    speaker.emit('say', 'fair', { text: 'ünï', bytes });
    for (const [said] of await Promise.all(heard)) {
      assert.equal(said.text, 'ünï');
      assert.ok(Buffer.from(said.bytes).equals(bytes));
    }
  }
});
