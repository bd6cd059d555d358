import { expect, it } from 'vitest';
import { seekTarget, timelineOf } from './timeline';

const sample = (change = {}) => ({ start: 100, end: 401, position: 399.5, liveEdge: 400, paused: false, ...change });

it.each([
  ['live', {}, { window: 300, behind: 1, live: true }],
  ['a minute back', { position: 340 }, { window: 300, behind: 60, live: false }],
  ['paused at the edge', { paused: true }, { window: 300, behind: 1, live: false }],
  ['ahead of the edge', { position: 401 }, { window: 300, behind: 0, live: true }],
  ['fallen out of the window', { position: 50 }, { window: 300, behind: 300, live: false }],
  ['a stream without rewind', { start: 388 }, null],
  ['nothing yet', { start: Number.NaN }, null],
])('shows %s', (_, change, timeline) => {
  expect(timelineOf(sample(change))).toEqual(timeline);
});

it.each([
  [0, 400],
  [60, 340],
  [1000, 101],
  [-5, 400],
])('seeks to %d s behind', (behind, target) => {
  expect(seekTarget(sample(), behind)).toBe(target);
});
