import { expect, it } from 'vitest';
import type { RoomId } from './ids';
import { codePath, embedPath, joinPath, parseRoute, roomPath } from './route';

const ROOM = '0123456789abcdef01234567' as RoomId;

it.each([
  ['/', '', { page: 'home' }],
  ['/', '?utm=1', { page: 'home' }],
  [
    '/',
    '?room=r1&role=hls-viewer&name=Ada%20L',
    { page: 'join', prefill: { roomId: 'r1', role: 'hls-viewer', name: 'Ada L' } },
  ],
  ['/', '?room=&name=', { page: 'home' }],
  ['/join', '', { page: 'join', prefill: {} }],
  ['/join/', '?role=hls-viewer', { page: 'join', prefill: { role: 'hls-viewer' } }],
  ['/join/abc-defg-hij', '', { page: 'code', code: 'abc-defg-hij' }],
  ['/room/r1', '', { page: 'room', roomId: 'r1' }],
  ['/room/a%2Fb/', '', { page: 'room', roomId: 'a/b' }],
  ['/room/%E0%A4%A', '', { page: 'room', roomId: '%E0%A4%A' }],
  ['/room/', '', { page: 'home' }],
  ['/demo', '?room=r1', { page: 'demo', prefill: { roomId: 'r1' } }],
  ['/socket', '?room=r1', { page: 'relay' }],
  [`/embed/${ROOM}`, '', { page: 'embed', target: { roomId: ROOM } }],
  ['/embed/abc-defg-hij', '', { page: 'embed', target: { code: 'abc-defg-hij' } }],
  ['/embed', '', { page: 'not-found' }],
  ['/elsewhere', '', { page: 'not-found' }],
  ['/join/a/b', '', { page: 'not-found' }],
])('reads %s%s', (pathname, search, route) => {
  expect(parseRoute(pathname, search)).toEqual(route);
});

it('writes addresses that it reads back', () => {
  const prefill = { roomId: 'a b/c' as RoomId, role: 'hls-viewer', name: 'Ada & 王' };
  const read = (path: string) => {
    const url = new URL(path, 'http://h');
    return parseRoute(url.pathname, url.search);
  };
  expect(read(joinPath(prefill))).toEqual({ page: 'join', prefill });
  expect(read(joinPath({}))).toEqual({ page: 'join', prefill: {} });
  expect(read(roomPath(prefill.roomId))).toEqual({ page: 'room', roomId: prefill.roomId });
  expect(read(codePath('a b/c'))).toEqual({ page: 'code', code: 'a b/c' });
  expect(read(embedPath({ roomId: ROOM }))).toEqual({ page: 'embed', target: { roomId: ROOM } });
  expect(read(embedPath({ code: 'abc' }))).toEqual({ page: 'embed', target: { code: 'abc' } });
});
