import { expect, it } from 'vitest';
import type { UsageDay } from './answers';
import { barsOf, firstDay, scaleTop, total } from './chart';

const day = (peers: number): UsageDay => ({
  from: '2026-01-31T00:00:00Z',
  sessions: 0,
  peers,
  peer_minutes: 0,
  streams: 0,
  stream_minutes: 0,
  join_failures: 0,
});

it.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 3],
  [7, 8],
  [9, 10],
  [10, 10],
  [11, 20],
  [999, 1000],
  [1001, 2000],
])('tops %i with %i', (most, top) => {
  expect(scaleTop(most)).toBe(top);
});

it('draws bars inside the unit square, none for nothing', () => {
  const bars = barsOf([day(0), day(3), day(5)], 'peers');
  expect(bars.map((bar) => bar.height)).toEqual([0, 0.6, 1]);
  for (const bar of bars) {
    expect(bar.x).toBeGreaterThan(0);
    expect(bar.x + bar.width).toBeLessThan(1);
  }
  expect(barsOf([day(0)], 'peers')[0]?.height).toBe(0);
  expect(barsOf([], 'peers')).toEqual([]);
  expect(total([day(2), day(3)], 'peers')).toBe(5);
});

it('counts days back from today, over the ends of months', () => {
  expect(firstDay(new Date(2026, 2, 2, 15, 30).getTime(), 7)).toEqual(new Date(2026, 1, 24));
  expect(firstDay(new Date(2026, 2, 2, 0, 0).getTime(), 1)).toEqual(new Date(2026, 2, 2));
});
