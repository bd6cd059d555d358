import type { RoomId } from './ids';
import { isPlatformRoom } from './relay/relayRoom';

/** The public addresses of the app. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'join'; readonly prefill: JoinPrefill }
  | { readonly page: 'code'; readonly code: string }
  | { readonly page: 'room'; readonly roomId: RoomId }
  | { readonly page: 'embed'; readonly target: EmbedTarget }
  | { readonly page: 'demo'; readonly prefill: JoinPrefill }
  | { readonly page: 'relay' }
  | { readonly page: 'not-found' };

export interface JoinPrefill {
  readonly roomId?: RoomId;
  readonly role?: string;
  readonly name?: string;
}

/** What a frame in another page shows: the room of a code, or a room by its id. */
export type EmbedTarget = { readonly code: string } | { readonly roomId: RoomId };

export function parseRoute(pathname: string, search: string): Route {
  const [place, part, ...rest] = pathname.replace(/^\/|\/$/g, '').split('/');
  if (rest.length > 0) {
    return { page: 'not-found' };
  }
  if (part === undefined) {
    switch (place) {
      case '':
        return isEmpty(prefillOf(search)) ? { page: 'home' } : { page: 'join', prefill: prefillOf(search) };
      case 'join':
        return { page: 'join', prefill: prefillOf(search) };
      case 'demo':
        return { page: 'demo', prefill: prefillOf(search) };
      case 'room':
        return { page: 'home' };
      case 'socket':
        return { page: 'relay' };
      default:
        return { page: 'not-found' };
    }
  }
  switch (place) {
    case 'join':
      return { page: 'code', code: decode(part) };
    case 'room':
      return { page: 'room', roomId: decode(part) as RoomId };
    case 'embed':
      return { page: 'embed', target: embedTarget(decode(part)) };
    default:
      return { page: 'not-found' };
  }
}

function prefillOf(search: string): JoinPrefill {
  const query = new URLSearchParams(search);
  const [roomId, role, name] = [query.get('room'), query.get('role'), query.get('name')];
  return {
    ...(roomId ? { roomId: roomId as RoomId } : {}),
    ...(role ? { role } : {}),
    ...(name ? { name } : {}),
  };
}

function isEmpty(prefill: JoinPrefill): boolean {
  return Object.keys(prefill).length === 0;
}

function embedTarget(part: string): EmbedTarget {
  return isPlatformRoom(part) ? { roomId: part as RoomId } : { code: part };
}

export function roomPath(roomId: RoomId): string {
  return `/room/${encodeURIComponent(roomId)}`;
}

export function joinPath(prefill: JoinPrefill): string {
  const query = new URLSearchParams();
  if (prefill.roomId) query.set('room', prefill.roomId);
  if (prefill.role) query.set('role', prefill.role);
  if (prefill.name) query.set('name', prefill.name);
  const text = query.toString();
  return text === '' ? '/join' : `/join?${text}`;
}

export function demoPath(roomId: RoomId): string {
  return `/demo?room=${encodeURIComponent(roomId)}`;
}

export function codePath(code: string): string {
  return `/join/${encodeURIComponent(code)}`;
}

export function embedPath(target: EmbedTarget): string {
  return `/embed/${encodeURIComponent('code' in target ? target.code : target.roomId)}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
