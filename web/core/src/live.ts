/** The SDK's HLS state, reduced to what decides. Dates are milliseconds since the epoch. */
export interface HlsState {
  readonly running: boolean;
  readonly url: string;
  readonly startedAt?: number;
}

export type LivePhase = 'off' | 'starting' | 'live' | 'stopping';

/** What the user asked for last and has not been answered yet. */
export type LiveWish = 'start' | 'stop' | null;

/** The phase of the stream as its makers see it. */
export function livePhase(hls: HlsState, wish: LiveWish): LivePhase {
  if (wish === 'stop' && hls.running) {
    return 'stopping';
  }
  if (hls.running) {
    return hls.url === '' ? 'starting' : 'live';
  }
  return wish === 'start' ? 'starting' : 'off';
}

export type WatchPhase = 'waiting' | 'starting' | 'live' | 'ended';

/** The phase as the audience sees it; `wasLive` remembers that this page has shown the stream before. */
export function watchPhase(hls: HlsState, wasLive: boolean): WatchPhase {
  if (hls.running) {
    return hls.url === '' ? 'starting' : 'live';
  }
  return wasLive ? 'ended' : 'waiting';
}

/** `0:07`, `12:34` or `1:02:03` from milliseconds. */
export function elapsed(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (value: number) => value.toString().padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
