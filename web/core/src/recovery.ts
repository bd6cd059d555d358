/** What the player does about a fatal error. `delay` is in milliseconds. */
export type Recovery =
  | { readonly action: 'reload'; readonly delay: number }
  | { readonly action: 'recover-media' }
  | { readonly action: 'rebuild'; readonly delay: number };

/** Failures in a row; a second of playback without one starts the count again. */
export interface Failures {
  readonly network: number;
  readonly media: number;
}

export const noFailures: Failures = { network: 0, media: 0 };

const FIRST_DELAY = 500;
const MAX_DELAY = 5000;

/**
 * Network trouble is retried for as long as the room says that the stream is live, with growing pauses. Media trouble
 * is mended in place once, then the player is built anew.
 */
export function recoveryFor(kind: 'network' | 'media' | 'other', failures: Failures): [Recovery, Failures] {
  if (kind === 'network') {
    return [
      { action: 'reload', delay: pause(failures.network) },
      { ...failures, network: failures.network + 1 },
    ];
  }
  const after = { ...failures, media: failures.media + 1 };
  if (kind === 'media' && failures.media === 0) {
    return [{ action: 'recover-media' }, after];
  }
  return [{ action: 'rebuild', delay: pause(failures.media) }, after];
}

/** From here on the viewer is told that we are having trouble. */
export function isTrouble(failures: Failures): boolean {
  return failures.network + failures.media >= 3;
}

function pause(before: number): number {
  return Math.min(FIRST_DELAY * 2 ** before, MAX_DELAY);
}
