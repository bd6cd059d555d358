/** A part of a recording that makes sense by itself: its header, or whole frames. */
export interface Piece {
  readonly data: Uint8Array;
  /** The header, which everybody needs first. */
  readonly init: boolean;
  /** Decoding can start here. */
  readonly key: boolean;
}

/**
 * Cuts what a recorder writes, which it cuts anywhere, into pieces of which any but the header may be missing: late
 * joiners begin with the header and any piece marked `key`.
 */
export interface Splitter {
  push(bytes: Uint8Array): readonly Piece[];
}

/** More than any recorder writes in one go; a stream that seems to need it is not understood. */
export const MAX_PENDING = 8_000_000;

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
