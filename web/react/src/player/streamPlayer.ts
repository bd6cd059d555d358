import {
  baseTarget,
  initialCatchUp,
  isTrouble,
  nextCatchUp,
  noFailures,
  PLAYHEAD_EVERY,
  PLAYHEAD_HEADER,
  recoveryFor,
  seekTarget,
  takesPlayhead,
  timelineOf,
  type CatchUp,
  type Failures,
  type TimelineSample,
} from '@rostra/core';
import Hls, { ErrorTypes, type ErrorData } from 'hls.js';
import { bufferAhead, playOrMute, seekableStart } from './mediaElement';
import { initialPlayerState, type Player, type PlayerState } from './player';

const TICK = 250;

/** A stall of this many milliseconds is worth a word to the viewer. */
const LONG_STALL = 4000;

/** Plays one live stream in a video element through hls.js, near the live edge, until it is closed. */
export class StreamPlayer implements Player {
  private hls: Hls | null = null;
  private state = initialPlayerState;
  private failures: Failures = noFailures;
  private catchUp: CatchUp = initialCatchUp(1);
  /** False once the viewer has paused or gone back; the playhead is then left alone. */
  private following = true;
  private stalled = false;
  private stalledAt = 0;
  private toldAt = -Infinity;
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
    video.addEventListener('volumechange', () => this.update({ muted: video.muted, volume: video.volume }), { signal });
    document.addEventListener('visibilitychange', () => this.onVisible(), { signal });
    this.ticker = setInterval(() => this.tick(), TICK);
    this.build();
  }

  unmute(): void {
    this.video.muted = false;
    void this.play();
  }

  async play(): Promise<void> {
    // After a pause without a rewind window there is nothing left to go on from.
    if (this.state.paused && this.state.timeline === null && !this.following) {
      this.update({ paused: false });
      return this.goLive();
    }
    this.update({ paused: false });
    const outcome = await playOrMute(this.video);
    if (!this.listeners.signal.aborted) {
      this.update({ muted: this.video.muted, blocked: outcome === 'blocked' });
    }
  }

  pause(): void {
    this.following = false;
    this.video.pause();
    this.update({ paused: true });
  }

  setMuted(muted: boolean): void {
    this.video.muted = muted;
  }

  setVolume(volume: number): void {
    this.video.volume = volume;
    this.video.muted = volume === 0;
  }

  rewindTo(behind: number): void {
    const sample = this.sample();
    if (sample === null || timelineOf(sample) === null) return;
    this.following = false;
    this.video.playbackRate = 1;
    this.video.currentTime = seekTarget(sample, behind);
    if (!this.state.paused) void this.play();
    this.tick();
  }

  goLive(): void {
    this.following = true;
    const edge = this.hls?.liveSyncPosition;
    if (edge != null) this.video.currentTime = edge;
    void this.play();
  }

  setLevel(height: number | null): void {
    if (this.hls === null) return;
    this.hls.nextLevel = height === null ? -1 : this.hls.levels.findIndex((level) => level.height === height);
    this.update({ level: height });
  }

  setCaptions(on: boolean): void {
    if (this.hls === null) return;
    this.hls.subtitleDisplay = on;
    this.hls.subtitleTrack = on ? 0 : -1;
    this.update({ captions: on ? 'on' : 'off' });
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
      // Else each new part would set the duration, and Chromium lets no buffer be filled meanwhile.
      liveDurationInfinity: true,
      // hls.js weighs what it measures by the seconds of loading. A part of 0.2 s loads in milliseconds once the link is
      // wide again, and with the half-lives for segments (3 and 9 s) a narrow spell was remembered for minutes.
      abrEwmaFastLive: 0.3,
      abrEwmaSlowLive: 1,
      xhrSetup: (request, address) => this.tellPlayhead(request, address),
    });
    this.hls = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
      this.noticeLevels(hls);
      if (!this.state.paused) void this.play();
    });
    hls.on(Hls.Events.LEVELS_UPDATED, () => this.noticeLevels(hls));
    hls.on(Hls.Events.SUBTITLE_TRACKS_UPDATED, () =>
      this.update({ captions: hls.subtitleTracks.length === 0 ? null : hls.subtitleTrack >= 0 ? 'on' : 'off' }),
    );
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

  // The server makes of it how late the audience is, for the studio.
  private tellPlayhead(request: XMLHttpRequest, address: string): void {
    const now = performance.now();
    const shown = this.following && this.state.phase === 'playing' ? this.hls?.playingDate : null;
    if (!shown || now - this.toldAt < PLAYHEAD_EVERY || !takesPlayhead(address, window.location.origin)) return;
    this.toldAt = now;
    if (request.readyState === XMLHttpRequest.UNSENT) request.open('GET', address, true);
    request.setRequestHeader(PLAYHEAD_HEADER, shown.getTime().toFixed());
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
    if (document.visibilityState === 'visible' && this.video.paused && !this.state.paused && !this.state.blocked) {
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
    const sample = this.sample();
    const timeline = sample === null ? null : timelineOf(sample);
    this.update({ timeline });
    if (timeline?.live === true) this.following = true;
    if (!this.following) {
      this.stalled = false;
      this.update({ latency: null });
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

  private sample(): TimelineSample | null {
    const { video } = this;
    const start = seekableStart(video);
    const liveEdge = this.hls?.liveSyncPosition;
    return start === null || liveEdge == null
      ? null
      : { start, end: liveEdge, position: video.currentTime, liveEdge, paused: video.paused };
  }

  private noticeLevels(hls: Hls): void {
    const heights = [...new Set(hls.levels.map((level) => level.height))].filter((height) => height > 0);
    this.update({ levels: heights.length > 1 ? heights.sort((a, b) => b - a) : [] });
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
    if (JSON.stringify(next) !== JSON.stringify(this.state)) {
      this.state = next;
      this.onChange(next);
    }
  }
}
