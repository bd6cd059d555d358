import { expect, it } from 'vitest';
import type { SessionPeer } from './answers';
import { lengthWords, peak, sizeWords, staysOf } from './timeline';

const T = Date.parse('2026-01-31T12:00:00Z');
const at = (seconds: number) => new Date(T + seconds * 1000).toISOString();
const peer = (id: string, joined: number, left?: number): SessionPeer => ({
  id,
  name: id,
  role: 'broadcaster',
  user_id: id,
  joined_at: at(joined),
  ...(left === undefined ? {} : { left_at: at(left), reason: 'client request' }),
});

it('places stays on the line, in the order of coming', () => {
  const stays = staysOf([peer('bob', 50, 75), peer('ann', 0)], T, T + 100_000);
  expect(stays.map(({ id, start, end }) => [id, start, end])).toEqual([
    ['ann', 0, 1],
    ['bob', 0.5, 0.75],
  ]);
  expect(stays[0]?.leftAt).toBeNull();
});

it('keeps the shortest stay visible and everything on the line', () => {
  for (const stay of staysOf([peer('a', 100, 100), peer('b', -5, 200), peer('c', 0, 0)], T, T + 100_000)) {
    expect(stay.start).toBeGreaterThanOrEqual(0);
    expect(stay.end).toBeLessThanOrEqual(1);
    expect(stay.end - stay.start).toBeGreaterThan(0.005);
  }
  expect(staysOf([peer('a', 0)], T, T)[0]?.end).toBeLessThanOrEqual(1);
});

it('finds the most at once; who comes as another leaves is not beside them', () => {
  const line = (...peers: SessionPeer[]) => peak(staysOf(peers, T, T + 100_000));
  expect(line()).toBe(0);
  expect(line(peer('a', 0, 10), peer('b', 10, 20))).toBe(1);
  expect(line(peer('a', 0, 30), peer('b', 10, 20), peer('c', 15))).toBe(3);
});

it.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [3_599_000, '1 h 00 min'],
  [3_900_000, '1 h 05 min'],
])('says %i ms as %s', (milliseconds, words) => {
  expect(lengthWords(milliseconds, { h: 'h', min: 'min', s: 's' })).toBe(words);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.5 KB'],
  [123_456_789, '123 MB'],
  [4.2e9, '4.2 GB'],
])('says %i bytes as %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});
