import { isRecord } from './appConfig';
import { tokenUrl } from './endpoints';
import type { RoomId } from './ids';
import type { Problem } from './problem';

export interface TokenRequest {
  readonly tokenEndpoint: string;
  readonly origin: string;
  readonly userId: string;
  readonly role: string;
  readonly roomId: RoomId;
}

export type TokenResult = { readonly token: string } | { readonly problem: Problem };

/** Asks the token endpoint; every way it can go wrong comes back as a problem in the vocabulary of the page. */
export async function requestToken(request: TokenRequest, doFetch: typeof fetch): Promise<TokenResult> {
  const { tokenEndpoint, origin, userId, role, roomId } = request;
  const asked = { user_id: userId, role, type: 'app', room_id: roomId };
  return post(tokenUrl(tokenEndpoint, origin), asked, tokenProblem, doFetch);
}

/** Asks for the token behind a room code. */
export function requestCodeToken(code: string, userId: string, doFetch: typeof fetch): Promise<TokenResult> {
  return post('/v2/token', { code, user_id: userId }, codeProblem, doFetch);
}

async function post(
  url: string,
  body: unknown,
  problemOf: (status: number, message: unknown) => Problem,
  doFetch: typeof fetch,
): Promise<TokenResult> {
  let response: Response;
  try {
    response = await doFetch(url, { method: 'POST', body: JSON.stringify(body) });
  } catch {
    return { problem: { kind: 'server-unreachable' } };
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && isRecord(answer) && typeof answer['token'] === 'string' && answer['token'] !== '') {
    return { token: answer['token'] };
  }
  return { problem: problemOf(response.status, isRecord(answer) ? (answer['message'] ?? answer['msg']) : undefined) };
}

/** What a token says about itself, unverified: enough to draw the page that its owner sees before joining. */
export function tokenClaims(token: string): { readonly roomId: RoomId; readonly role: string } | null {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isRecord(claims) && typeof claims['room_id'] === 'string' && typeof claims['role'] === 'string'
      ? { roomId: claims['room_id'] as RoomId, role: claims['role'] }
      : null;
  } catch {
    return null;
  }
}

function codeProblem(status: number, message: unknown): Problem {
  switch (status) {
    case 400:
    case 404:
      return { kind: 'code-unknown' };
    case 403:
      return { kind: 'code-disabled' };
    default:
      return tokenProblem(status, message);
  }
}

/** What the token endpoint says of a room that was switched off. */
const ROOM_DISABLED = 'the room is disabled';

/** The page's words for a refusal by the token endpoint, by HTTP status. */
export function tokenProblem(status: number, message: unknown): Problem {
  const detail = typeof message === 'string' && message !== '' ? { detail: message } : {};
  switch (status) {
    case 400:
    case 422:
      return { kind: 'join-refused', ...detail };
    case 401:
      return { kind: 'guests-not-allowed', ...detail };
    case 403:
      return message === ROOM_DISABLED ? { kind: 'code-disabled' } : { kind: 'guests-not-allowed', ...detail };
    case 404:
      return { kind: 'room-not-found', ...detail };
    case 429:
      return { kind: 'too-many-requests', ...detail };
    default:
      return { kind: 'token-failed', ...detail };
  }
}
