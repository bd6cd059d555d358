import { isRecord } from '../appConfig';
import type { Person } from '../people';
import type { Problem } from '../problem';

/** Somebody in a room of the relay. */
export interface RelayMember {
  readonly id: string;
  /** Null while nobody knows it: a client that tells only its socket id. */
  readonly name: string | null;
  /** In a platform room. */
  readonly role: string | null;
  readonly audio: boolean;
  readonly video: boolean;
  /** Media of theirs has come. */
  readonly sends: boolean;
  /** The server says which of their devices are on; else their media does. */
  readonly announced: boolean;
}

/** Which devices are on by the tracks that the server tells of in a platform room; null when it tells of none. */
export function devicesOf(tracks: unknown): { readonly audio: boolean; readonly video: boolean } | null {
  if (!Array.isArray(tracks) || tracks.length === 0) return null;
  const on = (kind: string) =>
    tracks.some((track: unknown) => isRecord(track) && track['kind'] === kind && track['mute'] !== true);
  return { audio: on('audio'), video: on('video') };
}

/** Ids of platform rooms, which need a token; rooms made on the spot have other ids. */
export function isPlatformRoom(roomId: string): boolean {
  return /^[0-9a-f]{24}$/.test(roomId);
}

/** A way into a platform room that a backend has made: a token, and the room that it is for. */
export interface Invitation {
  readonly token: string;
  readonly room: string;
}

/** The invitation behind the `#` of an address: `token=…`. Servers and their logs never see that part. */
export function invitationIn(hash: string): Invitation | null {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  const payload = token?.split('.')[1];
  if (token == null || payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
    const room = isRecord(claims) ? claims['room_id'] : undefined;
    return typeof room === 'string' && isPlatformRoom(room) ? { token, room } : null;
  } catch {
    return null;
  }
}

/** A room id out of what somebody pasted: the id itself, or the link to the room. */
export function roomIdIn(text: string): string {
  const trimmed = text.trim();
  try {
    return new URL(trimmed).searchParams.get('room') ?? trimmed;
  } catch {
    return trimmed;
  }
}

/** The address of the relay's page, with the room on it. */
export function relayPath(roomId?: string): string {
  return roomId === undefined ? '/socket' : `/socket?room=${encodeURIComponent(roomId)}`;
}

export function relayPerson(member: RelayMember, selfId: string | undefined, guest: string): Person {
  return {
    id: member.id,
    name: member.name ?? `${guest} ${member.id.slice(0, 4)}`,
    role: member.role ?? (member.sends ? 'broadcaster' : 'hls-viewer'),
    isLocal: member.id === selfId,
    onStage: member.sends,
    audioOn: member.audio,
    videoOn: member.video,
    handRaised: false,
  };
}

/** Our words for the codes of `room-error` and of refused events. */
export function relayProblem(error: unknown): Problem {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const detail = typeof message === 'string' && message !== '' ? { detail: message } : {};
  switch (code) {
    case 'room-not-found':
      return { kind: 'relay-room-not-found' };
    case 'room-full':
      return { kind: 'room-full' };
    case 'token-required':
      return { kind: 'relay-closed', ...detail };
    case 'token-invalid':
    case 'token-expired':
    case 'wrong-room':
      return { kind: 'token-invalid', ...detail };
    case 'rate-limited':
      return { kind: 'too-many-requests' };
    case 'removed':
    case 'room-ended':
      return { kind: code };
    case 'media-unusable':
    case 'media-refused':
      return { kind: 'media-unusable', ...detail };
    case 'forbidden':
      return { kind: 'join-refused', ...detail };
    default:
      return { kind: 'server-error', ...detail };
  }
}
