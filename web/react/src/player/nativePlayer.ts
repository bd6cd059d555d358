import { playOrMute } from './mediaElement';
import { initialPlayerState, type PlayerState } from './streamPlayer';

const RETRY_DELAY = 2000;

/** Plays the stream with the browser's own HLS, for browsers where hls.js cannot work (older iPhones). */
export class NativePlayer {
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
    video.addEventListener('volumechange', () => this.update({ muted: video.muted }), { signal });
    video.addEventListener('error', () => this.onError(), { signal });
    this.load();
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
    clearTimeout(this.retry);
    this.video.removeAttribute('src');
    this.video.load();
  }

  private load(): void {
    this.video.src = this.url;
    void this.play();
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
