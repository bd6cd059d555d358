import { expect, it } from 'vitest';
import type { RoomId } from './ids';
import { joinPath, parseRoute, roomPath } from './route';

it.each([
  ['/', '', { page: 'join', prefill: {} }],
  [
    '/',
    '?room=r1&role=hls-viewer&name=Ada%20L',
    { page: 'join', prefill: { roomId: 'r1', role: 'hls-viewer', name: 'Ada L' } },
  ],
  ['/', '?room=&name=', { page: 'join', prefill: {} }],
  ['/room/r1', '', { page: 'room', roomId: 'r1' }],
  ['/room/a%2Fb/', '', { page: 'room', roomId: 'a/b' }],
  ['/room/%E0%A4%A', '', { page: 'room', roomId: '%E0%A4%A' }],
  ['/room/', '', { page: 'join', prefill: {} }],
  ['/socket', '?room=r1', { page: 'relay' }],
  ['/elsewhere', '', { page: 'join', prefill: {} }],
])('reads %s%s', (pathname, search, route) => {
  expect(parseRoute(pathname, search)).toEqual(route);
});

it('writes addresses that it reads back', () => {
  const prefill = { roomId: 'a b/c' as RoomId, role: 'hls-viewer', name: 'Ada & 王' };
  const url = new URL(joinPath(prefill), 'http://h');
  expect(parseRoute(url.pathname, url.search)).toEqual({ page: 'join', prefill });
  expect(parseRoute(roomPath(prefill.roomId), '')).toEqual({ page: 'room', roomId: prefill.roomId });
  expect(joinPath({})).toBe('/');
});
