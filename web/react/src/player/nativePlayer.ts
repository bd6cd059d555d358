import { seekTarget, timelineOf, type TimelineSample } from '@rostra/core';
import { playOrMute, seekableStart } from './mediaElement';
import { initialPlayerState, type Player, type PlayerState } from './player';

const RETRY_DELAY = 2000;

/** Seconds behind the end of the playlist at which the browser's own player is live. */
const NATIVE_LATENCY = 2;

/** Plays the stream with the browser's own HLS, for browsers where hls.js cannot work (older iPhones). */
export class NativePlayer implements Player {
  private state = initialPlayerState;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new AbortController();

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly url: string,
    private readonly onChange: (state: PlayerState) => void,
  ) {
    const { signal } = this.listeners;
    video.addEventListener('playing', () => this.update({ phase: 'playing', trouble: false, blocked: false }), {
      signal,
    });
    video.addEventListener('waiting', () => this.update({ phase: 'stalled' }), { signal });
    video.addEventListener('volumechange', () => this.update({ muted: video.muted, volume: video.volume }), {
      signal,
    });
    video.addEventListener('timeupdate', () => this.onTime(), { signal });
    video.addEventListener('error', () => this.onError(), { signal });
    this.load();
  }

  unmute(): void {
    this.video.muted = false;
    void this.play();
  }

  async play(): Promise<void> {
    this.update({ paused: false });
    const outcome = await playOrMute(this.video);
    if (!this.listeners.signal.aborted) {
      this.update({ muted: this.video.muted, blocked: outcome === 'blocked' });
    }
  }

  pause(): void {
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
    if (sample !== null) this.video.currentTime = seekTarget(sample, behind);
  }

  goLive(): void {
    this.rewindTo(0);
    void this.play();
  }

  /** The browser chooses for itself. */
  setLevel(): void {}

  setCaptions(on: boolean): void {
    const track = this.video.textTracks[0];
    if (track) track.mode = on ? 'showing' : 'disabled';
    this.onTime();
  }

  close(): void {
    this.listeners.abort();
    clearTimeout(this.retry);
    this.video.removeAttribute('src');
    this.video.load();
  }

  private load(): void {
    this.video.src = this.url;
    void this.play();
  }

  private onTime(): void {
    const sample = this.sample();
    const track = this.video.textTracks[0];
    this.update({
      timeline: sample === null ? null : timelineOf(sample),
      captions: track === undefined ? null : track.mode === 'showing' ? 'on' : 'off',
    });
  }

  private sample(): TimelineSample | null {
    const { video } = this;
    const start = seekableStart(video);
    if (start === null) return null;
    const end = video.seekable.end(video.seekable.length - 1);
    return { start, end, position: video.currentTime, liveEdge: end - NATIVE_LATENCY, paused: video.paused };
  }

  private onError(): void {
    this.update({ phase: 'stalled', trouble: true });
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.load(), RETRY_DELAY);
  }

  private update(change: Partial<PlayerState>): void {
    this.state = { ...this.state, ...change };
    this.onChange(this.state);
  }
}
