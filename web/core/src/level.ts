/** What is shown as silence and as full, in dB below full scale: a quiet room, and a voice close to the microphone. */
const QUIET_DB = -60;
const LOUD_DB = -10;

/** How far a level meter is filled, 0 to 1, for samples between -1 and 1. */
export function meterLevel(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] ?? 0;
    sum += sample * sample;
  }
  const rms = Math.sqrt(sum / Math.max(samples.length, 1));
  const db = rms > 0 ? 20 * Math.log10(rms) : QUIET_DB;
  return Math.min(Math.max((db - QUIET_DB) / (LOUD_DB - QUIET_DB), 0), 1);
}

/** The meter follows a rising level at once and falls slowly, or it would flicker. */
export function fallingLevel(before: number, now: number): number {
  return Math.max(now, before - 0.04);
}
