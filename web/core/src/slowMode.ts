/** The session's metadata that holds the seconds between two messages of everybody but hosts; the server sees to it. */
export const SLOW_MODE = 'rostra.slow-mode';

/** The type of the message that deletes another, whose id is its text. */
export const DELETION = 'rostra.delete-message';

/** What hosts choose from, in seconds; 0 is off. */
export const slowModes = [0, 5, 10, 30, 60, 300] as const;

/** Seconds, whatever an app has put into the metadata. */
export function slowSeconds(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 3600 ? value : 0;
}

/** Whole seconds until the next message may be sent; times in milliseconds. */
export function secondsToWait(slow: number, sentAt: number | null, now: number): number {
  return sentAt === null ? 0 : Math.min(slow, Math.max(0, Math.ceil((sentAt + slow * 1000 - now) / 1000)));
}
