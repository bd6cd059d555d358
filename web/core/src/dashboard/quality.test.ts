import { expect, it } from 'vitest';
import { qualitySpans, timeAt } from './quality';

const T = Date.parse('2026-01-31T12:00:00Z');
const sample = (seconds: number, score: number) => ({ at: new Date(T + seconds * 1000).toISOString(), score });
const spans = (...samples: { at: string; score: number }[]) => qualitySpans(samples, T, T + 120_000);

it('tells what was good from what is not known', () => {
  expect(spans(sample(30, 5), sample(60, 4))).toEqual([{ level: 'good', start: 0, end: 0.5, milliseconds: 60_000 }]);
  expect(spans()).toEqual([]);
});

it('joins what was alike and keeps apart what was not', () => {
  const found = spans(sample(30, 3), sample(60, 3), sample(90, 1), sample(120, 5));
  expect(found).toEqual([
    { level: 'fair', start: 0, end: 0.5, milliseconds: 60_000 },
    { level: 'poor', start: 0.5, end: 0.75, milliseconds: 30_000 },
    { level: 'good', start: 0.75, end: 1, milliseconds: 30_000 },
  ]);
  expect([timeAt('fair', found), timeAt('poor', found)]).toEqual([60_000, 30_000]);
});

it('does not fill gaps, and stays inside the session', () => {
  expect(spans(sample(10, 2), sample(100, 0)).map(({ start, end }) => [start * 120, end * 120])).toEqual([
    [0, 10],
    [70, 100],
  ]);
  expect(spans(sample(-40, 1), sample(150, 1)).every(({ start, end }) => start >= 0 && end <= 1)).toBe(true);
});
