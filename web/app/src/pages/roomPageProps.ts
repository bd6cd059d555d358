import type { Person, Problem } from '@rostra/core';
import type { Live } from '@rostra/react';
import type { ReactNode } from 'react';

/** What both kinds of room page get. */
export interface RoomPageProps {
  readonly roomName: string;
  readonly people: readonly Person[];
  readonly live: Live;
  readonly leave: () => void;
  readonly notices: ReactNode;
  readonly report: (problem: Problem) => void;
}
