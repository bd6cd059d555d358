/** One look at the player; all times in seconds. */
export interface PlayerSample {
  readonly latency: number;
  /** Media buffered ahead of the playhead. */
  readonly buffer: number;
  /** True when playback ran dry since the last look. */
  readonly stalled: boolean;
  /** Seconds since the last look. */
  readonly since: number;
}

/** What the controller remembers between two looks. */
export interface CatchUp {
  /** Latency aimed for now: the base plus what stalls have taught. */
  readonly target: number;
  readonly rate: number;
  /** True when the playhead is so far behind that only a jump helps. */
  readonly jump: boolean;
}

const MIN_RATE = 0.95;
const MAX_RATE = 1.25;
const BUFFER_FLOOR = 0.3;
const DEAD_BAND = 0.06;
const GAIN = 0.3;
const STALL_STEP = 0.3;
const MAX_EXTRA = 3;
const RECOVERY_PER_SECOND = 0.01;
const JUMP_BEHIND = 6;

/**
 * The latency to aim for: 1 s with short parts, more with long ones. Without parts it is what the player itself
 * proposes from the segment duration.
 */
export function baseTarget(partTarget: number | null, proposed: number): number {
  return partTarget === null || partTarget <= 0 ? proposed : Math.max(1, partTarget * 2.4);
}

export function initialCatchUp(base: number): CatchUp {
  return { target: base, rate: 1, jump: false };
}

/**
 * Chooses the playback rate from one look at the player. Behind the target plays a little faster, ahead of it a little
 * slower, near it at 1; a thin buffer is never played faster. Each stall raises the target, quiet time lowers it again.
 */
export function nextCatchUp(before: CatchUp, base: number, sample: PlayerSample): CatchUp {
  const raised = before.target + (sample.stalled ? STALL_STEP : -RECOVERY_PER_SECOND * sample.since);
  const target = Math.min(Math.max(raised, base), base + MAX_EXTRA);
  if (!Number.isFinite(sample.latency)) {
    return { target, rate: 1, jump: false };
  }
  const behind = sample.latency - target;
  if (behind > JUMP_BEHIND) {
    return { target, rate: 1, jump: true };
  }
  return { target, rate: rateFor(behind, sample.buffer, before.rate), jump: false };
}

function rateFor(behind: number, buffer: number, before: number): number {
  // Leaving the dead band takes twice as much as staying outside of it, or the rate would flutter around 1.
  const band = before === 1 ? 2 * DEAD_BAND : DEAD_BAND;
  if (Math.abs(behind) < band) {
    return 1;
  }
  const wanted = Math.min(Math.max(1 + behind * GAIN, MIN_RATE), MAX_RATE);
  const allowed = buffer < BUFFER_FLOOR ? Math.min(wanted, 1) : wanted;
  return Math.round(allowed * 100) / 100;
}
