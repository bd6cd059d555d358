import { describe, expect, it } from 'vitest';
import { baseTarget, initialCatchUp, nextCatchUp, type CatchUp } from './catchUp';
import { isTrouble, noFailures, recoveryFor } from './recovery';

const sample = { latency: 1, buffer: 0.8, stalled: false, since: 0.25 };

describe('baseTarget', () => {
  it.each([
    ['short parts', 0.2, 0.6, 1],
    ['parts of a third', 0.333, 1, 1],
    ['long parts', 1, 3, 2.4],
    ['no parts', null, 6, 6],
  ])('%s', (_, part, proposed, expected) => {
    expect(baseTarget(part, proposed)).toBeCloseTo(expected);
  });
});

describe('nextCatchUp', () => {
  it.each([
    ['at the target', { latency: 1 }, 1],
    ['a hair behind', { latency: 1.1 }, 1],
    ['behind', { latency: 1.5 }, 1.15],
    ['far behind', { latency: 3 }, 1.25],
    ['ahead', { latency: 0.7 }, 0.95],
    ['behind with a thin buffer', { latency: 2, buffer: 0.1 }, 1],
    ['ahead with a thin buffer', { latency: 0.7, buffer: 0.1 }, 0.95],
    ['without a measurement', { latency: NaN }, 1],
  ])('%s', (_, part, rate) => {
    expect(nextCatchUp(initialCatchUp(1), 1, { ...sample, ...part }).rate).toBeCloseTo(rate);
  });

  it('jumps when the playhead is hopelessly behind', () => {
    expect(nextCatchUp(initialCatchUp(1), 1, { ...sample, latency: 20 }).jump).toBe(true);
    expect(nextCatchUp(initialCatchUp(1), 1, { ...sample, latency: 5 }).jump).toBe(false);
  });

  it('aims higher after a stall, up to a limit, and comes back in quiet time', () => {
    let state = nextCatchUp(initialCatchUp(1), 1, { ...sample, stalled: true });
    expect(state.target).toBeCloseTo(1.3);
    for (let i = 0; i < 50; i++) state = nextCatchUp(state, 1, { ...sample, stalled: true });
    expect(state.target).toBe(4);
    for (let i = 0; i < 400; i++) state = nextCatchUp(state, 1, { ...sample, since: 1 });
    expect(state.target).toBe(1);
  });

  it('brings a late start to the target and stays there without fluttering', () => {
    let latency = 2.4;
    let state: CatchUp = initialCatchUp(1);
    const rates = new Set<number>();
    for (let step = 0; step < 240; step++) {
      state = nextCatchUp(state, 1, { ...sample, latency });
      latency -= (state.rate - 1) * sample.since;
      if (step > 120) rates.add(state.rate);
    }
    expect(Math.abs(latency - 1)).toBeLessThan(0.15);
    expect([...rates]).toEqual([1]);
  });
});

describe('recoveryFor', () => {
  it('waits longer after each network failure, but never gives up', () => {
    let failures = noFailures;
    const delays: number[] = [];
    for (let i = 0; i < 6; i++) {
      const [recovery, after] = recoveryFor('network', failures);
      expect(recovery.action).toBe('reload');
      if (recovery.action === 'reload') delays.push(recovery.delay);
      failures = after;
    }
    expect(delays).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
  });

  it('mends media trouble in place once, then builds the player anew', () => {
    const [first, after] = recoveryFor('media', noFailures);
    expect(first).toEqual({ action: 'recover-media' });
    expect(recoveryFor('media', after)[0].action).toBe('rebuild');
    expect(recoveryFor('other', noFailures)[0].action).toBe('rebuild');
  });

  it('calls it trouble from the third failure in a row', () => {
    expect(isTrouble({ network: 2, media: 0 })).toBe(false);
    expect(isTrouble({ network: 2, media: 1 })).toBe(true);
  });
});
