import { catchUp, goesOn, guessedType, type ChunkInfo } from '@rostra/core';

/** What waits for the source buffer, in chunks; more means that it does not keep up. */
const MAX_QUEUE = 300;

/** Seconds of the past that are kept. */
const KEPT = 12;

/** Milliseconds between two looks at where playing is. */
const WATCH = 250;

/** Safari on phones has Media Source Extensions under another name only. */
const Source: typeof MediaSource | undefined =
  (globalThis as { ManagedMediaSource?: typeof MediaSource }).ManagedMediaSource ?? globalThis.MediaSource;

type Entry = { readonly data: Uint8Array<ArrayBuffer>; readonly restart: boolean };

/**
 * Plays one sender's stream through Media Source Extensions in a video element of its own, close to the newest frame.
 * The element lives as long as the player, so that its sound goes on while it is not shown.
 */
export class StreamPlayer {
  readonly element = document.createElement('video');
  private type: string | null = null;
  private header: Uint8Array<ArrayBuffer> | null = null;
  private buffer: SourceBuffer | null = null;
  private queue: Entry[] = [];
  private marksKeys = false;
  private waitsForKey = true;
  private url: string | null = null;

  /** Whoever it plays has left. */
  closed = false;

  private readonly timer = setInterval(() => this.watch(), WATCH);

  /** @param onBlocked the browser wants a click before it plays sound */
  constructor(private readonly onBlocked: () => void) {
    this.element.playsInline = true;
    this.element.autoplay = true;
    this.element.disableRemotePlayback = true;
    Object.assign(this.element.style, { width: '100%', height: '100%', objectFit: 'cover' });
  }

  push(chunk: Uint8Array, info: ChunkInfo): void {
    const data = new Uint8Array(chunk);
    if (info.init === true) {
      this.begin(data, info.type ?? guessedType(data));
      return;
    }
    if (this.header === null) {
      // A sender that marks nothing begins with its header all the same.
      if (startsStream(data)) this.begin(data, guessedType(data));
      return;
    }
    this.marksKeys ||= info.key === true;
    if (this.waitsForKey && this.marksKeys && info.key !== true) return;
    this.waitsForKey = false;
    if (this.url === null) return; // broken, and not yet built anew
    this.queue.push({ data, restart: false });
    if (this.queue.length > MAX_QUEUE) {
      this.rebuild();
    } else {
      this.feed();
    }
  }

  /** The sender's recorder begins, perhaps anew. */
  private begin(header: Uint8Array<ArrayBuffer>, type: string): void {
    const continues = this.buffer !== null && this.type !== null && goesOn(this.type, type);
    this.header = header;
    this.type = type;
    this.waitsForKey = false; // a recorder begins with a key frame
    if (continues) {
      this.queue.push({ data: header, restart: true });
      this.feed();
    } else {
      this.rebuild();
      this.waitsForKey = false;
    }
  }

  /** Starts over with the header; what comes next must be something to begin with. */
  private rebuild(): void {
    this.release();
    const { header, type } = this;
    if (header === null || type === null || Source === undefined || !Source.isTypeSupported(type)) return;
    this.waitsForKey = true;
    this.queue = [{ data: header, restart: false }];
    const source = new Source();
    this.url = URL.createObjectURL(source);
    this.element.src = this.url;
    source.addEventListener('sourceopen', () => {
      if (this.element.src !== this.url || this.buffer !== null) return;
      const buffer = source.addSourceBuffer(type);
      buffer.addEventListener('updateend', () => this.feed());
      buffer.addEventListener('error', () => this.buffer === buffer && this.fail());
      this.buffer = buffer;
      this.feed();
    });
    this.play();
  }

  private feed(): void {
    const buffer = this.buffer;
    const next = this.queue[0];
    if (buffer === null || buffer.updating || next === undefined) return;
    try {
      if (next.restart) {
        // Its times begin anew: they go on where the last recorder's ended.
        buffer.abort();
        buffer.timestampOffset = buffer.buffered.length > 0 ? buffer.buffered.end(buffer.buffered.length - 1) : 0;
      }
      buffer.appendBuffer(next.data);
      this.queue.shift();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError' && this.trim(buffer, 2)) return;
      this.fail();
    }
  }

  /** What came could not be understood. Not in a hurry: what comes next may be no better. */
  private fail(): void {
    this.release();
    this.waitsForKey = true;
    setTimeout(() => !this.closed && this.buffer === null && this.rebuild(), 1000);
  }

  private watch(): void {
    const buffer = this.buffer;
    if (buffer === null) return;
    if (this.element.error !== null) {
      this.fail();
      return;
    }
    const ranges = this.element.buffered;
    if (ranges.length === 0) return;
    const last = ranges.length - 1;
    const next = catchUp(this.element.currentTime, ranges.start(last), ranges.end(last));
    if (next.move === 'jump') {
      this.element.currentTime = next.to;
    } else if (this.element.playbackRate !== next.rate) {
      this.element.playbackRate = next.rate;
    }
    if (!buffer.updating) this.trim(buffer, KEPT);
    if (this.element.paused) this.play();
  }

  /** Forgets what is longer ago than `seconds`; true when there was something to forget. */
  private trim(buffer: SourceBuffer, seconds: number): boolean {
    const until = this.element.currentTime - seconds;
    if (buffer.updating || buffer.buffered.length === 0 || buffer.buffered.start(0) > until - 1) return false;
    buffer.remove(0, until);
    return true;
  }

  play(): void {
    this.element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.element.muted = true;
        this.element.play().catch(() => undefined);
        this.onBlocked();
      }
    });
  }

  unmute(): void {
    this.element.muted = false;
    this.play();
  }

  private release(): void {
    this.buffer = null;
    this.queue = [];
    if (this.url !== null) URL.revokeObjectURL(this.url);
    this.url = null;
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    this.release();
    this.element.removeAttribute('src');
    this.element.load();
    this.element.remove();
  }
}

/** Whether these are the first bytes of WebM (perhaps only the first one) or MP4. */
function startsStream(data: Uint8Array): boolean {
  const type = String.fromCharCode(...data.subarray(4, 8));
  return type === 'ftyp' || (data[0] === 0x1a && (data.length === 1 || data[1] === 0x45));
}
