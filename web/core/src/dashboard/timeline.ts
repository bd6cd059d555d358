import type { SessionPeer } from './answers';

/** A peer's stay on the time line of its session; `start` and `end` are shares of the whole, 0 to 1. */
export interface Stay {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly start: number;
  readonly end: number;
  /** Milliseconds. */
  readonly joinedAt: number;
  readonly leftAt: number | null;
  readonly reason: string;
}

/** Below this share nothing could be seen. */
const LEAST = 0.006;

/** Who was there from when to when, in the order they came. `until` is now for a session that goes on. */
export function staysOf(peers: readonly SessionPeer[], from: number, until: number): readonly Stay[] {
  const length = Math.max(1, until - from);
  const share = (at: number) => Math.min(1, Math.max(0, (at - from) / length));
  return peers
    .map((peer) => {
      const joinedAt = Date.parse(peer.joined_at);
      const leftAt = peer.left_at === undefined ? null : Date.parse(peer.left_at);
      const start = Math.min(share(joinedAt), 1 - LEAST);
      const end = Math.max(share(leftAt ?? until), start + LEAST);
      return { id: peer.id, name: peer.name, role: peer.role, start, end, joinedAt, leftAt, reason: peer.reason ?? '' };
    })
    .sort((a, b) => a.joinedAt - b.joinedAt);
}

/** The most who were there at once. */
export function peak(stays: readonly Stay[]): number {
  const changes = stays
    .flatMap((stay) => [
      { at: stay.joinedAt, by: 1 },
      { at: stay.leftAt ?? Infinity, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

/** `45 s`, `12 min`, `1 h 05 min` from milliseconds, with the units of the reader's language. */
export function lengthWords(milliseconds: number, units: { h: string; min: string; s: string }): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) {
    return `${seconds} ${units.s}`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? `${minutes} ${units.min}`
    : `${Math.floor(minutes / 60)} ${units.h} ${(minutes % 60).toString().padStart(2, '0')} ${units.min}`;
}

/** `12 KB`, `3.4 MB`: bytes with one digit behind the point where it matters. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit > 0 && value < 100 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
