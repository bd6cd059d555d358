/** How a live stream does, as those see it who make it. */
export type StreamHealth = 'fine' | 'slow' | 'stalled';

/** One look at the stream's playlist; both in milliseconds, each by a clock of its own. */
export interface StreamSample {
  /** Where the media ends. */
  readonly end: number;
  /** When that was looked at. */
  readonly at: number;
}

/** The address of the best picture in a multivariant playlist; null when there is none. */
export function firstVariant(playlist: string): string | null {
  return playlist.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? null;
}

/** Where the media of a playlist ends: the last date in it, and what is listed from there on. */
export function endOfMedia(playlist: string): number | null {
  let time: number | null = null;
  let parts = 0;
  for (const line of playlist.split('\n')) {
    const [, tag, value] = /^#(EXT-X-PROGRAM-DATE-TIME|EXT-X-PART|EXTINF):(.*)$/.exec(line) ?? [];
    if (tag === 'EXT-X-PROGRAM-DATE-TIME') {
      time = Date.parse(value ?? '');
      parts = 0;
    } else if (tag === 'EXT-X-PART') {
      parts += seconds(/DURATION=([\d.]+)/.exec(value ?? '')?.[1]);
    } else if (tag === 'EXTINF') {
      time = time === null ? null : time + seconds(value) * 1000;
      parts = 0;
    }
  }
  return time === null || Number.isNaN(time) ? null : time + parts * 1000;
}

function seconds(text: string | undefined): number {
  const value = Number.parseFloat(text ?? '');
  return Number.isFinite(value) ? value : 0;
}

/** Whether the media grew as fast as the time went by. */
export function streamHealth(before: StreamSample, now: StreamSample): StreamHealth {
  const pace = (now.end - before.end) / (now.at - before.at);
  return pace > 0.8 ? 'fine' : pace > 0.1 ? 'slow' : 'stalled';
}
