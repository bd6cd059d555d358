import type { RoomInfo } from './appConfig';
import type { RoomId } from './ids';
import { isPlatformRoom } from './relay/relayRoom';
import { codePath, embedPath, joinPath, parseRoute } from './route';

/**
 * The link that lets somebody else in with a role. A room code works from anywhere; without one the link names the
 * room, and the server decides whether whoever opens it may have a token.
 */
export function inviteLink(origin: string, room: RoomInfo, role: string): string {
  const code = room.codes[role];
  return origin + (code === undefined ? joinPath({ roomId: room.id, role }) : codePath(code));
}

/** The frame that shows the room in another page, to the audience only. */
export function embedCode(origin: string, room: RoomInfo, role: string): string {
  const code = room.codes[role];
  const src = origin + embedPath(code === undefined ? { roomId: room.id } : { code });
  return `<iframe src="${src}" allow="autoplay; fullscreen; picture-in-picture" width="640" height="360" style="border: 0"></iframe>`;
}

/**
 * Where somebody wants to go who pasted a code, a room id or a link of this server; null when it is none of them.
 * A link may have come through another name of the server, so only its path counts.
 */
export function destinationOf(text: string): string | null {
  const trimmed = text.trim();
  if (/^https?:\/\//i.test(trimmed)) {
    return pathOfLink(trimmed);
  }
  if (isPlatformRoom(trimmed)) {
    return joinPath({ roomId: trimmed as RoomId });
  }
  const code = codeIn(trimmed);
  return code === null ? null : codePath(code);
}

function pathOfLink(link: string): string | null {
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    return null;
  }
  const { page } = parseRoute(url.pathname, url.search);
  return page === 'home' || page === 'not-found' ? null : url.pathname + url.search;
}

/** Codes are read out and typed: blanks, capitals and missing hyphens are forgiven. */
export function codeIn(text: string): string | null {
  const letters = text.toLowerCase().replace(/[\s\u2010-\u2015-]/g, '');
  return /^[a-z]{10}$/.test(letters) ? `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}` : null;
}
