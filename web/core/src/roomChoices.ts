import type { AppConfig, RoomInfo } from './appConfig';
import type { JoinPrefill } from './route';

/** The roles of the starter kit, offered for rooms that the server does not list. */
const KIT_ROLES = ['broadcaster', 'hls-viewer'] as const;

/** The rooms of the form: those the server lists, and in front of them one that a link names but the list lacks. */
export function roomChoices(config: AppConfig, prefill: JoinPrefill): readonly RoomInfo[] {
  const { roomId, role = '' } = prefill;
  if (roomId === undefined || config.rooms.some((room) => room.id === roomId)) {
    return config.rooms;
  }
  const roles = role === '' ? KIT_ROLES : [...new Set([...KIT_ROLES, role])];
  return [{ id: roomId, name: roomId, roles, codes: {} }, ...config.rooms];
}

/** The room chosen at first: the one of the link, else the first. */
export function firstRoom(rooms: readonly RoomInfo[], prefill: JoinPrefill): RoomInfo | undefined {
  return rooms.find((room) => room.id === prefill.roomId) ?? rooms[0];
}

/** The wanted role where the room has it, else the room's first. */
export function roleIn(room: RoomInfo, wanted: string | undefined): string {
  return room.roles.find((role) => role === wanted) ?? room.roles[0] ?? '';
}
