import { expect, it } from 'vitest';
import type { AppConfig, RoomInfo } from './appConfig';
import type { RoomId } from './ids';
import { firstRoom, roleIn, roomChoices } from './roomChoices';

const room = (id: string, roles = ['broadcaster', 'hls-viewer']): RoomInfo => ({
  id: id as RoomId,
  name: id,
  roles,
  codes: {},
});
const config: AppConfig = { rooms: [room('a'), room('b')], tokenEndpoint: '/t/', guestAccess: true, publicUrl: '' };

it.each([
  ['no link', {}, ['a', 'b'], 'a'],
  ['a link to a listed room', { roomId: 'b' as RoomId }, ['a', 'b'], 'b'],
  ['a link to another room', { roomId: 'z' as RoomId }, ['z', 'a', 'b'], 'z'],
])('offers the rooms for %s', (_, prefill, ids, first) => {
  const rooms = roomChoices(config, prefill);
  expect(rooms.map(({ id }) => id)).toEqual(ids);
  expect(firstRoom(rooms, prefill)?.id).toBe(first);
});

it('offers the role of the link in a room it does not know', () => {
  expect(roomChoices(config, { roomId: 'z' as RoomId, role: 'host' })[0]?.roles).toEqual([
    'broadcaster',
    'hls-viewer',
    'host',
  ]);
});

it('offers no role without a name', () => {
  expect(roomChoices(config, { roomId: 'z' as RoomId, role: '' })[0]?.roles).toEqual(['broadcaster', 'hls-viewer']);
});

it.each([
  ['hls-viewer', 'hls-viewer'],
  ['unknown', 'broadcaster'],
  [undefined, 'broadcaster'],
])('takes for the wanted role %s the role %s', (wanted, expected) => {
  expect(roleIn(room('a'), wanted)).toBe(expected);
});

it('has no room and no role on an empty server', () => {
  expect(firstRoom(roomChoices({ ...config, rooms: [] }, {}), {})).toBeUndefined();
  expect(roleIn(room('a', []), 'broadcaster')).toBe('');
});
