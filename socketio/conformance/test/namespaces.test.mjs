import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { client, closeAll, connected, next } from './support.mjs';

afterEach(closeAll);

it('refuses a namespace that does not exist', async () => {
  const socket = client('/nowhere');
  const [error] = await next(socket, 'connect_error');
  assert.equal(error.message, 'Invalid namespace');
});

it('lets middleware decide by the auth payload', async () => {
  const stranger = client('/guarded', { auth: { token: 'wrong' } });
  const [error] = await next(stranger, 'connect_error');
  assert.equal(error.message, 'not allowed');
  assert.deepEqual(error.data, { code: 7 });
  const friend = await connected('/guarded', { auth: { token: 'secret' } });
  assert.ok(friend.id);
});

it('makes namespaces on demand', async () => {
  const first = await connected('/room-1');
  const second = await connected('/room-2');
  assert.deepEqual(await first.emitWithAck('where'), '/room-1');
  assert.deepEqual(await second.emitWithAck('where'), '/room-2');
});

it('carries several namespaces over one connection', async () => {
  const main = await connected('/');
  const other = main.io.socket('/room-3');
  other.connect();
  await next(other, 'connect');
  assert.notEqual(main.id, other.id);
  other.disconnect();
  assert.equal(await main.emitWithAck('echo', 'alive'), 'alive');
});

it('limits the namespaces of a connection', async () => {
  const main = await connected('/');
  const sockets = [...Array(20).keys()].map((i) => main.io.socket(`/room-${100 + i}`));
  const results = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise((resolve) => {
          socket.on('connect', () => resolve('in'));
          socket.on('connect_error', (error) => resolve(error.message));
          socket.connect();
        }),
    ),
  );
  assert.equal(results.filter((result) => result === 'in').length, 15);
  assert.equal(results.filter((result) => result === 'Too many namespaces').length, 5);
});
