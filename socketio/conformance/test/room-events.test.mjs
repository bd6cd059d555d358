import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { closeAll, connected, next } from './support.mjs';

afterEach(closeAll);

const enter = () => connected('/rooms');

async function roomOf(socket) {
  const created = next(socket, 'room-created');
  socket.emit('create-room');
  return (await created)[0];
}

it('tells the others who joins, leaves and disconnects', async () => {
  const [a, b, c] = [await enter(), await enter(), await enter()];
  const id = await roomOf(a);
  for (const other of [b, c]) {
    const joined = next(a, 'user-joined');
    other.emit('join-room', id);
    assert.deepEqual(await joined, [other.id]);
  }
  const users = next(a, 'room-users');
  a.emit('room-users');
  assert.deepEqual(await users, [[a.id, b.id, c.id]]);
  const left = next(a, 'user-left');
  b.emit('leave-room');
  assert.deepEqual(await left, [b.id]);
  const gone = next(a, 'user-left');
  const cId = c.id;
  c.disconnect();
  assert.deepEqual(await gone, [cId]);
});

it('answers callbacks', async () => {
  const [a, b] = [await enter(), await enter()];
  const id = await a.emitWithAck('create-room');
  assert.deepEqual(await b.emitWithAck('join-room', id), { room: id, users: [a.id, b.id] });
  assert.equal((await b.emitWithAck('join-room', 'no-such-room')).error.code, 'room-not-found');
  assert.equal((await b.emitWithAck('media', 'not bytes')).error.code, 'bad-request');
  assert.equal(await b.emitWithAck('leave-room'), true);
  assert.equal((await b.emitWithAck('message', 'hi')).error.code, 'not-in-room');
});

it('reports errors as events when there is no callback', async () => {
  const socket = await enter();
  const error = next(socket, 'room-error');
  socket.emit('join-room', 'no-such-room');
  assert.equal((await error)[0].code, 'room-not-found');
});

it('relays media to all others and gives late joiners the beginning first', async () => {
  const [sender, early, late] = [await enter(), await enter(), await enter()];
  const id = await sender.emitWithAck('create-room');
  await early.emitWithAck('join-room', id);
  const got = new Map([
    [early, []],
    [late, []],
  ]);
  for (const [socket, chunks] of got) {
    socket.on('media', (chunk, from, metadata) => {
      assert.equal(from, sender.id);
      chunks.push([Buffer.from(chunk).toString(), metadata]);
    });
  }
  await sender.emitWithAck('media', Buffer.from('start'), { init: true });
  await sender.emitWithAck('media', Buffer.from('one'), { key: true });
  await late.emitWithAck('join-room', id);
  await sender.emitWithAck('media', Buffer.from('two'), { key: false });
  await sender.emitWithAck('media', Buffer.from('three'), { key: true });
  await sender.emitWithAck('media', Buffer.from('four'));
  await Promise.all([early, late].map((socket) => socket.emitWithAck('room-users')));
  assert.deepEqual(
    got.get(early).map(([text]) => text),
    ['start', 'one', 'two', 'three', 'four'],
  );
  assert.deepEqual(got.get(late), [
    ['start', { init: true }],
    ['three', { key: true }],
    ['four', undefined],
  ]);
});

it('chats', async () => {
  const [a, b] = [await enter(), await enter()];
  const id = await a.emitWithAck('create-room');
  await b.emitWithAck('join-room', id);
  const heard = next(b, 'message');
  a.emit('message', { text: 'hello' });
  assert.deepEqual(await heard, [{ text: 'hello' }, a.id]);
});

it('relays a stream that comes from elsewhere', async () => {
  const [early, late] = [await enter(), await enter()];
  const id = await early.emitWithAck('create-room');
  const got = new Map([
    [early, []],
    [late, []],
  ]);
  for (const [socket, chunks] of got) {
    socket.on('media', (chunk, from) => chunks.push([Buffer.from(chunk).toString(), from]));
  }
  await early.emitWithAck('from-elsewhere', id, Buffer.from('start'), { init: true });
  await early.emitWithAck('from-elsewhere', id, Buffer.from('one'), { key: true });
  await late.emitWithAck('join-room', id);
  await early.emitWithAck('from-elsewhere', id, Buffer.from('two'), {});
  await early.emitWithAck('from-elsewhere', id, Buffer.from('three'), { key: true });
  await early.emitWithAck('from-elsewhere', 'no-such-room', Buffer.from('lost'), {});
  await late.emitWithAck('room-users');
  const from = 'elsewhere';
  assert.deepEqual(got.get(early), [['start', from], ['one', from], ['two', from], ['three', from]]);
  assert.deepEqual(got.get(late), [['start', from], ['three', from]]);
});

it('leaves presence and chat to seats, and media to those who may', async () => {
  const [a, b] = [await connected('/seats'), await connected('/seats', { auth: { mute: true } })];
  const heard = [];
  b.onAny((...event) => heard.push(event));
  assert.deepEqual(await b.emitWithAck('join-room', 'the-one'), { room: 'the-one', users: ['somebody'], seat: 'yours' });
  assert.equal(await a.emitWithAck('create-room'), 'the-one');
  assert.equal(await a.emitWithAck('create-room'), 'the-one');
  assert.equal(await a.emitWithAck('message', 'hi'), 'heard hi');
  assert.equal((await a.emitWithAck('message', 7)).error.code, 'not-text');

  assert.equal(await a.emitWithAck('media', Buffer.from('unseen')), true);
  assert.equal((await b.emitWithAck('media', Buffer.from('x'))).error.code, 'forbidden');
  assert.deepEqual(heard, []);
  await b.emitWithAck('unmute');
  assert.equal(await b.emitWithAck('media', Buffer.from('x')), true);
  assert.equal(await a.emitWithAck('media', Buffer.from('seen')), true);
  await b.emitWithAck('room-users');
  assert.deepEqual(
    heard.map(([event, chunk, from]) => [event, Buffer.from(chunk).toString(), from]),
    [['media', 'seen', a.id]],
  );

  const error = next(b, 'room-error');
  const left = next(b, 'left-seat');
  b.emit('out');
  await left;
  assert.deepEqual(await error, [{ code: 'out', message: 'put out' }]);
  assert.equal((await b.emitWithAck('message', 'x')).error.code, 'not-in-room');
});
