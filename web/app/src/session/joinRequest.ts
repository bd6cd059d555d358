import type { RoomId } from '@rostra/core';

/** Everything needed to enter a room. */
export interface JoinRequest {
  readonly tokenEndpoint: string;
  readonly roomId: RoomId;
  readonly roomName: string;
  readonly role: string;
  readonly name: string;
  readonly audio: boolean;
  readonly video: boolean;
}
