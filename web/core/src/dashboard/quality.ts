import type { QualitySample } from './answers';

/** A time of which is known how well somebody was served; `start` and `end` are shares of the session, 0 to 1. */
export interface QualitySpan {
  readonly level: QualityLevel;
  readonly start: number;
  readonly end: number;
  readonly milliseconds: number;
}

export type QualityLevel = 'good' | 'fair' | 'poor';

/** A sample tells of so many milliseconds before it. */
const TOLD = 30_000;

/** When a connection was how good, from samples of it; what lies between is not known. */
export function qualitySpans(samples: readonly QualitySample[], from: number, until: number): readonly QualitySpan[] {
  const spans: { level: QualityLevel; begin: number; end: number }[] = [];
  let before = from;
  for (const sample of samples) {
    const at = Math.min(until, Date.parse(sample.at));
    const begin = Math.max(before, at - TOLD);
    before = at;
    const level = levelOf(sample.score);
    if (at <= begin) continue;
    const last = spans[spans.length - 1];
    if (last?.level === level && last.end === begin) {
      last.end = at;
    } else {
      spans.push({ level, begin, end: at });
    }
  }
  const length = Math.max(1, until - from);
  return spans.map(({ level, begin, end }) => ({
    level,
    start: (begin - from) / length,
    end: (end - from) / length,
    milliseconds: end - begin,
  }));
}

/** For how long it was like that in all. */
export function timeAt(level: QualityLevel, spans: readonly QualitySpan[]): number {
  return spans.filter((span) => span.level === level).reduce((sum, span) => sum + span.milliseconds, 0);
}

function levelOf(score: number): QualityLevel {
  return score >= 4 ? 'good' : score === 3 ? 'fair' : 'poor';
}
