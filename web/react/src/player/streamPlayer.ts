import {
  baseTarget,
  initialCatchUp,
  isTrouble,
  nextCatchUp,
  noFailures,
  recoveryFor,
  type CatchUp,
  type Failures,
} from '@rostra/core';
import Hls, { ErrorTypes, type ErrorData } from 'hls.js';
import { bufferAhead, playOrMute } from './mediaElement';

/** What the viewer is shown about the player. */
export interface PlayerState {
  readonly phase: 'loading' | 'playing' | 'stalled' | 'unsupported';
  readonly trouble: boolean;
  readonly muted: boolean;
  /** The browser wants a click before it plays at all. */
  readonly blocked: boolean;
  /** Seconds behind the live edge, null while unknown. */
  readonly latency: number | null;
}

export const initialPlayerState: PlayerState = {
  phase: 'loading',
  trouble: false,
  muted: false,
  blocked: false,
  latency: null,
};

const TICK = 250;

/** A stall of this many milliseconds is worth a word to the viewer. */
const LONG_STALL = 4000;

/** Plays one live stream in a video element through hls.js, near the live edge, until it is closed. */
export class StreamPlayer {
  private hls: Hls | null = null;
  private state = initialPlayerState;
  private failures: Failures = noFailures;
  private catchUp: CatchUp = initialCatchUp(1);
  private stalled = false;
  private stalledAt = 0;
  private lastTick = performance.now();
  private lastTime = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly ticker: ReturnType<typeof setInterval>;
  private readonly listeners = new AbortController();

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly url: string,
    private readonly onChange: (state: PlayerState) => void,
  ) {
    const { signal } = this.listeners;
    video.addEventListener('playing', () => this.update({ phase: 'playing', blocked: false }), { signal });
    video.addEventListener('waiting', () => this.onWaiting(), { signal });
    video.addEventListener('volumechange', () => this.update({ muted: video.muted }), { signal });
    document.addEventListener('visibilitychange', () => this.onVisible(), { signal });
    this.ticker = setInterval(() => this.tick(), TICK);
    this.build();
  }

  unmute(): void {
    this.video.muted = false;
    void this.play();
  }

  async play(): Promise<void> {
    const outcome = await playOrMute(this.video);
    if (!this.listeners.signal.aborted) {
      this.update({ muted: this.video.muted, blocked: outcome === 'blocked' });
    }
  }

  close(): void {
    this.listeners.abort();
    clearInterval(this.ticker);
    clearTimeout(this.retry);
    this.hls?.destroy();
  }

  private build(): void {
    this.hls?.destroy();
    const hls = new Hls({
      lowLatencyMode: true,
      // Our own controller sets the playback rate; the built-in one stops at a second of buffer.
      maxLiveSyncPlaybackRate: 1,
      liveSyncOnStallIncrease: 0.3,
      backBufferLength: 30,
    });
    this.hls = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, () => void this.play());
    hls.on(Hls.Events.ERROR, (_, data) => this.onError(data));
    hls.loadSource(this.url);
    hls.attachMedia(this.video);
  }

  private onError(data: ErrorData): void {
    if (!data.fatal || this.hls === null) {
      return;
    }
    const network = data.type === ErrorTypes.NETWORK_ERROR;
    const media = data.type === ErrorTypes.MEDIA_ERROR;
    const [recovery, after] = recoveryFor(network ? 'network' : media ? 'media' : 'other', this.failures);
    this.failures = after;
    this.update({ trouble: isTrouble(after) });
    if (recovery.action === 'recover-media') {
      this.hls.recoverMediaError();
      return;
    }
    // Without a playlist there is nothing to load on; then, too, only a new player helps.
    const again = recovery.action === 'reload' && this.hls.levels.length > 0;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => (again ? this.hls?.startLoad() : this.build()), recovery.delay);
  }

  private onWaiting(): void {
    if (this.state.phase === 'playing') {
      this.stalled = true;
      this.stalledAt = performance.now();
      this.update({ phase: 'stalled' });
    }
  }

  // Phones pause the video of a page in the background.
  private onVisible(): void {
    if (document.visibilityState === 'visible' && this.video.paused && !this.state.blocked) {
      void this.play();
    }
  }

  private tick(): void {
    const now = performance.now();
    const since = (now - this.lastTick) / 1000;
    this.lastTick = now;
    this.noticeProgress();
    if (this.state.phase === 'stalled' && now - this.stalledAt > LONG_STALL) {
      this.update({ trouble: true });
    }
    const hls = this.hls;
    const details = hls?.latestLevelDetails;
    if (!hls || !details || this.state.phase === 'loading' || this.video.seeking) {
      return;
    }
    const base = baseTarget(details.partTarget || null, hls.targetLatency ?? 3 * details.targetduration);
    const latency = hls.latency;
    const { video, stalled } = this;
    this.stalled = false;
    this.catchUp = nextCatchUp(this.catchUp, base, { latency, buffer: bufferAhead(video), stalled, since });
    if (this.catchUp.jump && hls.liveSyncPosition !== null) {
      video.currentTime = hls.liveSyncPosition;
    }
    video.playbackRate = this.catchUp.rate;
    this.update({ latency: Number.isFinite(latency) && latency > 0 ? Math.round(latency * 10) / 10 : null });
  }

  private noticeProgress(): void {
    if (this.video.currentTime - this.lastTime >= 1 || this.video.currentTime < this.lastTime) {
      this.lastTime = this.video.currentTime;
      this.failures = noFailures;
      this.update({ trouble: false });
    }
  }

  private update(change: Partial<PlayerState>): void {
    const next = { ...this.state, ...change };
    if ((Object.keys(next) as (keyof PlayerState)[]).some((key) => next[key] !== this.state[key])) {
      this.state = next;
      this.onChange(next);
    }
  }
}
