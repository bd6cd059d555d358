import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { closeAll, connected, next, recoveryUrl } from './support.mjs';
import { io } from 'socket.io-client';

const sockets = [];
afterEach(() => {
  closeAll();
  for (const socket of sockets.splice(0)) socket.disconnect();
});

async function recoverable() {
  const socket = io(recoveryUrl, { forceNew: true, reconnectionDelay: 300, transports: ['websocket'] });
  sockets.push(socket);
  await next(socket, 'connect');
  return socket;
}

it('brings a client back with its id, its rooms and what it missed', async () => {
  const [away, other] = [await recoverable(), await recoverable()];
  await away.emitWithAck('join', 'blue');
  const first = next(away, 'said');
  await other.emitWithAck('say', 'blue', 1);
  await first;
  const id = away.id;
  const gone = next(away, 'disconnect');
  away.io.engine.close();
  await gone;
  const heard = [];
  away.on('said', (number) => heard.push(number));
  const back = next(away, 'connect');
  await other.emitWithAck('say', 'blue', 2);
  await other.emitWithAck('say', 'elsewhere', 3);
  await other.emitWithAck('say', 'blue', 4);
  await back;
  assert.equal(away.recovered, true);
  assert.equal(away.id, id);
  await other.emitWithAck('say', 'blue', 5);
  await away.emitWithAck('echo', 'sync');
  assert.deepEqual(heard, [2, 4, 5]);
});

it('does not bring back a client that said goodbye', async () => {
  const socket = await recoverable();
  const id = socket.id;
  socket.disconnect();
  socket.connect();
  await next(socket, 'connect');
  assert.equal(socket.recovered, false);
  assert.notEqual(socket.id, id);
});

it('is off unless asked for', async () => {
  const socket = await connected('/');
  assert.equal(socket._pid, undefined);
});
