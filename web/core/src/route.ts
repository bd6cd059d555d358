import type { RoomId } from './ids';

/** The public addresses of the app. Everything unknown is the join page. */
export type Route =
  | { readonly page: 'join'; readonly prefill: JoinPrefill }
  | { readonly page: 'room'; readonly roomId: RoomId }
  | { readonly page: 'relay' };

export interface JoinPrefill {
  readonly roomId?: RoomId;
  readonly role?: string;
  readonly name?: string;
}

export function parseRoute(pathname: string, search: string): Route {
  const room = /^\/room\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (room !== undefined) {
    return { page: 'room', roomId: decode(room) as RoomId };
  }
  if (/^\/socket\/?$/.test(pathname)) {
    return { page: 'relay' };
  }
  const query = new URLSearchParams(search);
  const [roomId, role, name] = [query.get('room'), query.get('role'), query.get('name')];
  return {
    page: 'join',
    prefill: {
      ...(roomId ? { roomId: roomId as RoomId } : {}),
      ...(role ? { role } : {}),
      ...(name ? { name } : {}),
    },
  };
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
  return text === '' ? '/' : `/?${text}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
