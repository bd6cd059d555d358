/** A stretch shorter than this is no rewind window, only the usual slack behind the live edge. In seconds. */
const MIN_WINDOW = 20;
/** Closer to the live edge than this counts as live. In seconds. */
const LIVE_SLACK = 6;

/** Where the playhead is in what can be sought; all in seconds of the media's own clock. */
export interface TimelineSample {
  readonly start: number;
  readonly end: number;
  readonly position: number;
  /** Where playing live would be now. */
  readonly liveEdge: number;
  readonly paused: boolean;
}

/** What the seek bar shows: seconds, `behind` counted from the live edge. */
export interface Timeline {
  readonly window: number;
  readonly behind: number;
  readonly live: boolean;
}

/** Null while there is nothing to rewind into. */
export function timelineOf(sample: TimelineSample): Timeline | null {
  const window = sample.liveEdge - sample.start;
  if (!Number.isFinite(window) || window < MIN_WINDOW) {
    return null;
  }
  const behind = Math.min(Math.max(sample.liveEdge - sample.position, 0), window);
  return { window: Math.floor(window), behind: Math.round(behind), live: !sample.paused && behind < LIVE_SLACK };
}

/** Where to seek to be so many seconds behind the live edge, never out of the window. */
export function seekTarget(sample: TimelineSample, behind: number): number {
  return Math.min(Math.max(sample.liveEdge - behind, sample.start + 1), sample.liveEdge);
}
