import { Mp4Splitter } from './mp4Splitter';
import type { Splitter } from './pieces';
import { WebmSplitter } from './webmSplitter';

/**
 * What a recorder is asked for, best first: VP8 in WebM plays everywhere and can go on into a live stream; Safari of old
 * records H.264 only.
 */
export const recorderTypes = [
  'video/webm;codecs=vp8,opus',
  'video/mp4;codecs=avc1.42E01E,opus',
  'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
  'video/mp4',
] as const;

export const soundTypes = ['audio/webm;codecs=opus', 'audio/mp4;codecs=opus', 'audio/mp4'] as const;

export function splitterFor(mimeType: string): Splitter {
  return /\/mp4/i.test(mimeType) ? new Mp4Splitter() : new WebmSplitter();
}

/** What the sender says of a chunk, beside the bytes. Whoever sends may leave anything out. */
export interface ChunkInfo {
  readonly init?: boolean;
  readonly key?: boolean;
  /** For Media Source Extensions; with `init`. */
  readonly type?: string;
  readonly name?: string;
  /** Whether the microphone and the camera are on. */
  readonly audio?: boolean;
  readonly video?: boolean;
}

/** Reads what came from a stranger: fields of another type than ours are not there. */
export function parseChunkInfo(value: unknown): ChunkInfo {
  if (typeof value !== 'object' || value === null) return {};
  const { init, key, type, name, audio, video } = value as Record<string, unknown>;
  return {
    ...(typeof init === 'boolean' ? { init } : {}),
    ...(typeof key === 'boolean' ? { key } : {}),
    ...(typeof type === 'string' && /^(video|audio)\/(webm|mp4)(;|$)/.test(type) ? { type } : {}),
    ...(typeof name === 'string' && name.trim() !== '' ? { name: name.trim().slice(0, 64) } : {}),
    ...(typeof audio === 'boolean' ? { audio } : {}),
    ...(typeof video === 'boolean' ? { video } : {}),
  };
}

/** The type of a stream whose sender did not say it, by its first bytes. */
export function guessedType(header: Uint8Array): string {
  return header[0] === 0x1a ? 'video/webm;codecs=vp8,opus' : 'video/mp4;codecs=avc1.42E01E,opus';
}

/** Whether a player that plays `before` can go on with `type`: of a codec only the profile may be another. */
export function goesOn(before: string, type: string): boolean {
  return family(before) === family(type);
}

function family(type: string): string {
  return type
    .toLowerCase()
    .replace(/["\s]/g, '')
    .replace(/avc1\.[0-9a-f]+/g, 'avc1');
}

/** Where to go on in what is buffered, in seconds; `rate` is that of the player. */
export type Catch = { readonly move: 'jump'; readonly to: number } | { readonly move: 'rate'; readonly rate: number };

const BEHIND_FAR = 2;
const BEHIND = 0.8;
const CLOSE = 0.25;

/** Keeps close to the newest frame: runs a little faster when behind, jumps when far behind or off the buffer. */
export function catchUp(time: number, start: number, end: number): Catch {
  if (time < start || time > end + 0.5) return { move: 'jump', to: Math.max(start, end - CLOSE) };
  const behind = end - time;
  if (behind > BEHIND_FAR) return { move: 'jump', to: Math.max(start, end - CLOSE) };
  return { move: 'rate', rate: behind > BEHIND ? 1.1 : 1 };
}
