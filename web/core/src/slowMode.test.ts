import { describe, expect, it } from 'vitest';
import { secondsToWait, slowSeconds } from './slowMode';

describe('slow mode', () => {
  it('is off for everything that is no number of seconds', () => {
    for (const value of [undefined, null, '10', -1, 0, 1.5, 3601, {}, Number.NaN]) {
      expect(slowSeconds(value)).toBe(0);
    }
    expect(slowSeconds(10)).toBe(10);
  });

  it('counts down from the last message', () => {
    expect(secondsToWait(10, null, 5000)).toBe(0);
    expect(secondsToWait(10, 5000, 5000)).toBe(10);
    expect(secondsToWait(10, 5000, 14_001)).toBe(1);
    expect(secondsToWait(10, 5000, 15_000)).toBe(0);
    expect(secondsToWait(0, 5000, 5000)).toBe(0);
  });

  it('waits no longer than it says when the clock is set back', () => {
    expect(secondsToWait(10, 100_000, 5000)).toBe(10);
  });
});
