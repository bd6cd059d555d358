import { expect, it } from 'vitest';
import { fallingLevel, meterLevel } from './level';

it.each([
  ['silence', 0, 0],
  ['a quiet room', 0.0005, 0],
  ['a voice', 0.05, 0.68],
  ['a shout', 1, 1],
])('fills the meter for %s', (_, amplitude, level) => {
  expect(meterLevel(new Float32Array(64).fill(amplitude))).toBeCloseTo(level, 2);
});

it('survives an empty buffer', () => {
  expect(meterLevel([])).toBe(0);
});

it('rises at once and falls slowly', () => {
  expect(fallingLevel(0.2, 0.9)).toBe(0.9);
  expect(fallingLevel(0.9, 0.1)).toBeCloseTo(0.86);
});
