import { randomId, requestCodeToken, requestToken, type RoomId, type RoomInfo, type TokenResult } from '@rostra/core';

/** How one comes by a token: by a room code, or from the token endpoint for those it lets in. */
export type Access = { readonly code: string } | { readonly tokenEndpoint: string };

/** Everything needed to enter a room. */
export interface JoinRequest {
  readonly access: Access;
  readonly roomId: RoomId;
  /** The room as the server lists it to us; null for those who come by a code. */
  readonly room: RoomInfo | null;
  readonly role: string;
  readonly name: string;
  readonly audio: boolean;
  readonly video: boolean;
  /** Chosen devices; empty for the one the browser prefers. */
  readonly cameraId: string;
  readonly microphoneId: string;
}

export function tokenFor({ access, role, roomId }: JoinRequest): Promise<TokenResult> {
  const userId = randomId();
  return 'code' in access
    ? requestCodeToken(access.code, userId, fetch)
    : requestToken({ ...access, origin: window.location.origin, userId, role, roomId }, fetch);
}
