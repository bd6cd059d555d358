import type { UsageDay } from './answers';

/** The numbers of a day that a chart can show. */
export type Measure = 'peers' | 'peer_minutes' | 'stream_minutes' | 'join_failures';

/** A bar of a chart whose height and width are 1. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly value: number;
  /** Milliseconds since the epoch; the middle of the day, so that a change of the clocks moves no bar to another date. */
  readonly day: number;
}

const GAP = 0.3;
const HALF_DAY = 12 * 3_600_000;

export function barsOf(days: readonly UsageDay[], measure: Measure): readonly Bar[] {
  const top = scaleTop(Math.max(0, ...days.map((day) => day[measure])));
  const step = 1 / Math.max(1, days.length);
  return days.map((day, index) => ({
    x: (index + GAP / 2) * step,
    width: (1 - GAP) * step,
    height: day[measure] / top,
    value: day[measure],
    day: Date.parse(day.from) + HALF_DAY,
  }));
}

/** A round number that is not less than any value and not much more, so that the axis has a plain label. */
export function scaleTop(most: number): number {
  if (most <= 1) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(most));
  const round = [1, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= most) ?? 10;
  return round * power;
}

export function total(days: readonly UsageDay[], measure: Measure): number {
  return days.reduce((sum, day) => sum + day[measure], 0);
}

/** Where the first of the last `days` days begins, in the reader's own time zone. */
export function firstDay(now: number, days: number): Date {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days + 1);
}
