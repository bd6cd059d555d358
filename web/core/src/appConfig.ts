import type { RoomId } from './ids';

/** A room that a guest may join, with the roles the token endpoint hands out for it. */
export interface RoomInfo {
  readonly id: RoomId;
  readonly name: string;
  readonly roles: readonly string[];
  /** The code that lets others in with a role, where the room has one. */
  readonly codes: Readonly<Record<string, string>>;
}

/**
 * What `GET /app/config` answers:
 * `{"rooms":[{"id":"…","name":"…","roles":["broadcaster","hls-viewer"],"codes":{"hls-viewer":"…"}}],"token_endpoint":"/hmsapi/default/","guest_access":true,"public_url":""}`.
 * The first room is the one to offer first.
 */
export interface AppConfig {
  readonly rooms: readonly RoomInfo[];
  readonly tokenEndpoint: string;
  readonly guestAccess: boolean;
  /** Where others reach this server; empty when nobody has said so. */
  readonly publicUrl: string;
}

/** Reads the answer of `/app/config`; null when it is not what the contract above says. */
export function parseAppConfig(body: unknown): AppConfig | null {
  if (!isRecord(body) || !Array.isArray(body['rooms']) || typeof body['token_endpoint'] !== 'string') {
    return null;
  }
  const rooms: RoomInfo[] = [];
  for (const room of body['rooms'] as unknown[]) {
    if (!isRecord(room) || typeof room['id'] !== 'string' || room['id'] === '' || !Array.isArray(room['roles'])) {
      return null;
    }
    rooms.push({
      id: room['id'] as RoomId,
      name: typeof room['name'] === 'string' && room['name'] !== '' ? room['name'] : room['id'],
      roles: room['roles'].filter((role): role is string => typeof role === 'string'),
      codes: codesOf(room['codes']),
    });
  }
  return {
    rooms,
    tokenEndpoint: body['token_endpoint'],
    guestAccess: body['guest_access'] !== false,
    publicUrl: publicUrl(body['public_url']),
  };
}

function publicUrl(text: unknown): string {
  return typeof text === 'string' && /^https?:\/\/[^\s/]+/.test(text) ? text.replace(/\/$/, '') : '';
}

function codesOf(codes: unknown): Record<string, string> {
  const entries = Object.entries(isRecord(codes) ? codes : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
