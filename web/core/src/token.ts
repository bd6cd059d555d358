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
  let response: Response;
  try {
    response = await doFetch(tokenUrl(request.tokenEndpoint, request.origin), {
      method: 'POST',
      body: JSON.stringify({
        user_id: request.userId,
        role: request.role,
        type: 'app',
        room_id: request.roomId,
      }),
    });
  } catch {
    return { problem: { kind: 'server-unreachable' } };
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && isRecord(body) && typeof body['token'] === 'string' && body['token'] !== '') {
    return { token: body['token'] };
  }
  return { problem: tokenProblem(response.status, isRecord(body) ? body['message'] : undefined) };
}

/** The page's words for a refusal by the token endpoint, by HTTP status. */
export function tokenProblem(status: number, message: unknown): Problem {
  const detail = typeof message === 'string' && message !== '' ? { detail: message } : {};
  switch (status) {
    case 400:
    case 422:
      return { kind: 'join-refused', ...detail };
    case 401:
    case 403:
      return { kind: 'guests-not-allowed', ...detail };
    case 404:
      return { kind: 'room-not-found', ...detail };
    case 429:
      return { kind: 'too-many-requests', ...detail };
    default:
      return { kind: 'token-failed', ...detail };
  }
}
