import { recorderTypes, soundTypes, splitterFor, type ChunkInfo, type Piece, type Splitter } from '@rostra/core';

/** Milliseconds between two outputs of the recorder: what they add to the delay. */
const SLICE = 100;

/** Milliseconds between key frames, where the browser lets us choose: how long a late joiner waits for a picture. */
const KEY_FRAME_INTERVAL = 2000;

/** A recorder that is started anew makes a key frame; two of them are at least so far apart. */
const RESTART_INTERVAL = 3000;

export type SendPiece = (piece: Piece, info: ChunkInfo) => void;

/** Whether this browser can send anything from here at all. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined';
}

/** Records a stream for as long as it is not stopped, and hands out pieces that others can begin with. */
export class StreamRecorder {
  private recorder: MediaRecorder | null = null;
  private startedAt = 0;
  private keyFramesByClock = false;
  private restart: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly stream: MediaStream,
    private readonly send: SendPiece,
  ) {}

  start(): void {
    this.stop();
    const types: readonly string[] = this.stream.getVideoTracks().length > 0 ? recorderTypes : soundTypes;
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
    if (mimeType === undefined) throw new DOMException('no type to record', 'NotSupportedError');
    const recorder = new MediaRecorder(this.stream, this.options(mimeType));
    const splitter = splitterFor(mimeType);
    // Blobs are read one after the other: their order is the stream.
    let order = Promise.resolve();
    recorder.ondataavailable = ({ data }) => {
      order = order.then(async () => {
        const bytes = new Uint8Array(await data.arrayBuffer());
        if (this.recorder === recorder) this.hand(splitter, bytes, mimeType);
      });
    };
    this.recorder = recorder;
    this.startedAt = performance.now();
    recorder.start(SLICE);
  }

  private hand(splitter: Splitter, bytes: Uint8Array, type: string): void {
    let pieces: readonly Piece[];
    try {
      pieces = splitter.push(bytes);
    } catch {
      this.start(); // a recorder that we do not understand may do better from its beginning
      return;
    }
    for (const piece of pieces) {
      this.send(piece, piece.init ? { init: true, type } : piece.key ? { key: true } : {});
    }
  }

  private options(mimeType: string): MediaRecorderOptions {
    const recorder = this;
    recorder.keyFramesByClock = false;
    return {
      mimeType,
      videoBitsPerSecond: 900_000,
      audioBitsPerSecond: 48_000,
      // Only browsers that know the option read it.
      get videoKeyFrameIntervalDuration() {
        recorder.keyFramesByClock = true;
        return KEY_FRAME_INTERVAL;
      },
    } as MediaRecorderOptions;
  }

  /**
   * Somebody cannot go on without a key frame. Where they come by the clock the next one is near, unless the server has
   * lost the thread.
   */
  requestKeyFrame(lost: boolean): void {
    if (this.restart !== undefined || (this.keyFramesByClock && !lost)) return;
    const elapsed = performance.now() - this.startedAt;
    this.restart = setTimeout(() => this.recorder !== null && this.start(), Math.max(0, RESTART_INTERVAL - elapsed));
  }

  stop(): void {
    clearTimeout(this.restart);
    this.restart = undefined;
    const recorder = this.recorder;
    this.recorder = null;
    if (recorder !== null && recorder.state !== 'inactive') recorder.stop();
  }
}
