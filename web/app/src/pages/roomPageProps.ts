import type { Person, Problem, RoomInfo } from '@rostra/core';
import type { Live } from '@rostra/react';
import type { ReactNode } from 'react';
import type { JoinRequest } from '../session/joinRequest';

/** What both kinds of room page get. */
export interface RoomPageProps {
  readonly request: JoinRequest;
  /** The room as the server lists it to us; null for those who came by a code. */
  readonly room: RoomInfo | null;
  readonly roomName: string;
  readonly people: readonly Person[];
  readonly live: Live;
  readonly leave: () => void;
  readonly notices: ReactNode;
  readonly report: (problem: Problem) => void;
}
