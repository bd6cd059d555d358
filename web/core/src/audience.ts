import { isRecord } from './appConfig';

/** The header by which our player tells the server which date of the media it shows, as `PlayheadReports` reads it. */
export const PLAYHEAD_HEADER = 'Rostra-Playhead';

/** A player says so no more often than that, in milliseconds. */
export const PLAYHEAD_EVERY = 4000;

/** Where the server says how late the players of the stream at this address are. */
export function audienceUrl(streamUrl: string, base: string): string {
  return new URL('audience.json', new URL(streamUrl, base)).href;
}

/** Seconds from the stage to the middle one of the audience's screens; null while no player has told. */
export function audienceLatency(answer: unknown): number | null {
  const millis = isRecord(answer) ? answer['latency_ms'] : null;
  return typeof millis === 'number' && millis >= 0 ? Math.round(millis / 100) / 10 : null;
}

/** Whether a request for this address may carry the header: another origin would have to be asked first. */
export function takesPlayhead(address: string, origin: string): boolean {
  if (!URL.canParse(address, origin)) return false;
  const { origin: to, pathname } = new URL(address, origin);
  return to === origin && pathname.endsWith('.m3u8');
}
