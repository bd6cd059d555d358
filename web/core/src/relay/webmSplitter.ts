import { concat, MAX_PENDING, type Piece, type Splitter } from './pieces';

// Element ids (RFC 9559, RFC 8794).
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_NUMBER = 0xd7;
const TRACK_TYPE = 0x83;
const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const REFERENCE_BLOCK = 0xfb;

const CLUSTER_OF_UNKNOWN_SIZE = new Uint8Array([0x1f, 0x43, 0xb6, 0x75, 0xff]);

const VIDEO = 1;
const KEY_FRAME = 0x80;

interface Element {
  readonly id: number;
  /** Where its size stands, where its content begins and ends, in the bytes it was read from. */
  readonly sizeAt: number;
  readonly start: number;
  /** Undefined for elements that end where the next of their level begins. */
  readonly end: number | undefined;
}

/**
 * WebM. Clusters get an unknown size, so that they may be cut between frames. Media Source Extensions take a stream up
 * at any cluster and show the picture from its next key frame on.
 */
export class WebmSplitter implements Splitter {
  private pending: Uint8Array = new Uint8Array(0);
  private header: Uint8Array[] | null = null;
  private parts: Uint8Array[] = [];
  private videoTracks = new Set<number>();
  /** The Timestamp of the cluster. */
  private timestamp: Uint8Array = new Uint8Array(0);
  private clusterHasFrames = false;
  private startsCluster = false;
  private hasFrames = false;
  /** Whether the first picture since the cluster began is a key frame; undefined before there is one. */
  private keyPicture: boolean | undefined;

  push(bytes: Uint8Array): readonly Piece[] {
    this.pending = concat([this.pending, bytes]);
    const pieces: Piece[] = [];
    let at = 0;
    for (;;) {
      const element = readElement(this.pending, at);
      if (element === null) break;
      const entered = element.id === SEGMENT || element.id === CLUSTER;
      const end = entered ? element.start : element.end;
      if (end === undefined) throw new Error('an element of unknown size');
      if (end > this.pending.length) break;
      this.take(element, at, end, pieces);
      at = end;
    }
    this.pending = this.pending.slice(at);
    if (this.pending.length > MAX_PENDING) throw new Error('an element too large');
    this.flush(pieces);
    return pieces;
  }

  private take(element: Element, from: number, end: number, pieces: Piece[]): void {
    const bytes = this.pending.slice(from, end);
    switch (element.id) {
      case EBML:
        this.flush(pieces);
        this.parts = [];
        this.header = [bytes];
        this.videoTracks = new Set();
        return;
      case CLUSTER:
        this.flush(pieces);
        if (this.header !== null) {
          pieces.push({ data: concat(this.header), init: true, key: false });
          this.header = null;
        }
        this.parts = [withUnknownSize(bytes, element.sizeAt - from)];
        this.startsCluster = true;
        this.clusterHasFrames = false;
        return;
      case SEGMENT:
        this.header?.push(withUnknownSize(bytes, element.sizeAt - from));
        return;
      case TRACKS:
        this.videoTracks = videoTracks(this.pending, element.start, end);
        break;
      case TIMESTAMP:
        this.timestamp = bytes;
        break;
      case SIMPLE_BLOCK:
      case BLOCK_GROUP:
        this.note(element, end, pieces);
        break;
    }
    if (this.header !== null) {
      this.header.push(bytes);
    } else if (element.id === TIMESTAMP || element.id === SIMPLE_BLOCK || element.id === BLOCK_GROUP) {
      this.parts.push(bytes);
    }
  }

  private note(element: Element, end: number, pieces: Piece[]): void {
    const block = blockOf(this.pending, element, end);
    if (block !== null && this.videoTracks.has(block.track)) {
      if (block.key && this.clusterHasFrames) {
        // A key frame amid a cluster gets one of its own, with the same time.
        this.flush(pieces);
        this.parts = [CLUSTER_OF_UNKNOWN_SIZE, this.timestamp];
        this.startsCluster = true;
      }
      this.keyPicture ??= block.key;
    }
    this.hasFrames = true;
    this.clusterHasFrames = true;
  }

  private flush(pieces: Piece[]): void {
    if (!this.hasFrames) return;
    const key = this.startsCluster && (this.keyPicture ?? this.videoTracks.size === 0);
    pieces.push({ data: concat(this.parts), init: false, key });
    this.parts = [];
    this.startsCluster = false;
    this.hasFrames = false;
    this.keyPicture = undefined;
  }
}

/** Null when its header is not there as a whole. */
function readElement(bytes: Uint8Array, at: number): Element | null {
  const idLength = vintLength(bytes[at]);
  const sizeAt = at + idLength;
  const sizeLength = vintLength(bytes[sizeAt]);
  const start = sizeAt + sizeLength;
  if (start > bytes.length) return null;
  let id = 0;
  for (let i = at; i < sizeAt; i++) id = id * 256 + (bytes[i] ?? 0);
  let size = (bytes[sizeAt] ?? 0) & (0xff >> sizeLength);
  let unknown = size === 0xff >> sizeLength;
  for (let i = sizeAt + 1; i < start; i++) {
    size = size * 256 + (bytes[i] ?? 0);
    unknown = unknown && bytes[i] === 0xff;
  }
  return { id, sizeAt, start, end: unknown ? undefined : start + size };
}

/** Infinity when the byte is not there yet. */
function vintLength(first: number | undefined): number {
  if (first === undefined) return Infinity;
  if (first === 0) throw new Error('not WebM');
  return Math.clz32(first) - 23;
}

/** The header of an element with all bits of its size set. */
function withUnknownSize(header: Uint8Array, sizeAt: number): Uint8Array {
  const result = header.slice();
  result.fill(0xff, sizeAt);
  result[sizeAt] = 0xff >> (header.length - sizeAt - 1);
  return result;
}

function* children(bytes: Uint8Array, from: number, to: number): Generator<Element & { end: number }> {
  let at = from;
  while (at < to) {
    const child = readElement(bytes, at);
    if (child === null || child.end === undefined || child.end > to) return;
    yield { ...child, end: child.end };
    at = child.end;
  }
}

function videoTracks(bytes: Uint8Array, from: number, to: number): Set<number> {
  const found = new Set<number>();
  for (const entry of children(bytes, from, to)) {
    if (entry.id !== TRACK_ENTRY) continue;
    let [number, type] = [0, 0];
    for (const field of children(bytes, entry.start, entry.end)) {
      const value = bytes[field.end - 1] ?? 0;
      if (field.id === TRACK_NUMBER) number = value;
      if (field.id === TRACK_TYPE) type = value;
    }
    if (type === VIDEO) found.add(number);
  }
  return found;
}

function blockOf(bytes: Uint8Array, element: Element, end: number): { track: number; key: boolean } | null {
  if (element.id === SIMPLE_BLOCK) {
    return { track: (bytes[element.start] ?? 0) & 0x7f, key: ((bytes[element.start + 3] ?? 0) & KEY_FRAME) !== 0 };
  }
  let track: number | undefined;
  let key = true;
  for (const child of children(bytes, element.start, end)) {
    if (child.id === BLOCK) track = (bytes[child.start] ?? 0) & 0x7f;
    if (child.id === REFERENCE_BLOCK) key = false;
  }
  return track === undefined ? null : { track, key };
}
