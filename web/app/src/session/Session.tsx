import { HMSRoomProvider, selectIsConnectedToRoom, useHMSStore } from '@100mslive/react-sdk';
import type { Problem } from '@rostra/core';
import { useNotices, type Notices } from '@rostra/react';
import { useEffect, useRef, type ComponentType } from 'react';
import { RoomPage } from '../pages/RoomPage';
import type { JoinRequest } from './joinRequest';
import { useJoin } from './useJoin';

export interface SessionProps {
  request: JoinRequest;
  onConnected: () => void;
  /** Joining failed or the room is over; with the reason, unless one left of one's own will. */
  onClosed: (problem: Problem | null) => void;
  /** What is shown of the room; the whole of it unless told otherwise. */
  page?: ComponentType<{ request: JoinRequest; notices: Notices }>;
}

/** One visit to a room, from the token to the goodbye. A chunk of its own: the join page loads without the SDK. */
export default function Session(props: SessionProps) {
  return (
    <HMSRoomProvider>
      <Visit {...props} />
    </HMSRoomProvider>
  );
}

function Visit({ request, onConnected, onClosed, page: Page = RoomPage }: SessionProps) {
  const notices = useNotices();
  const connected = useHMSStore(selectIsConnectedToRoom) === true;
  const wasConnected = useRef(false);
  useJoin(request, notices.report, onClosed);

  useEffect(() => {
    if (connected) {
      wasConnected.current = true;
      onConnected();
    } else if (wasConnected.current) {
      onClosed(notices.end.current);
    }
  }, [connected, onConnected, onClosed, notices.end]);

  const { fatal } = notices;
  useEffect(() => {
    // Refused at the door, by a full room for instance: the SDK gives up without failing its join.
    if (fatal !== null && !connected && !wasConnected.current) onClosed(fatal);
  }, [fatal, connected, onClosed]);

  return connected ? <Page request={request} notices={notices} /> : null;
}
