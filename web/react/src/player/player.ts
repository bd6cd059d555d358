import type { Timeline } from '@rostra/core';

/** What the viewer is shown about the player. */
export interface PlayerState {
  readonly phase: 'loading' | 'playing' | 'stalled' | 'unsupported';
  readonly trouble: boolean;
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
  /** The viewer has paused it. */
  readonly paused: boolean;
  /** The browser wants a click before it plays at all. */
  readonly blocked: boolean;
  /** Seconds behind the live edge, null while unknown. */
  readonly latency: number | null;
  /** Null where nothing can be rewound. */
  readonly timeline: Timeline | null;
  /** Heights of the pictures to choose from, best first; empty where there is no choice. */
  readonly levels: readonly number[];
  /** The chosen height; null when the player chooses. */
  readonly level: number | null;
  /** Null where there are none. */
  readonly captions: 'on' | 'off' | null;
}

export const initialPlayerState: PlayerState = {
  phase: 'loading',
  trouble: false,
  muted: false,
  volume: 1,
  paused: false,
  blocked: false,
  latency: null,
  timeline: null,
  levels: [],
  level: null,
  captions: null,
};

/** A live stream in a video element. */
export interface Player {
  unmute(): void;
  play(): Promise<void>;
  pause(): void;
  setMuted(muted: boolean): void;
  setVolume(volume: number): void;
  /** Goes so many seconds behind the live edge. */
  rewindTo(behind: number): void;
  goLive(): void;
  setLevel(height: number | null): void;
  setCaptions(on: boolean): void;
  close(): void;
}
