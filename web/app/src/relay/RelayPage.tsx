import {
  invitationIn,
  isPlatformRoom,
  randomId,
  relayPath,
  requestToken,
  type Invitation,
  type Problem,
  type RoomId,
} from '@rostra/core';
import { remember } from '@rostra/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useAppConfig } from '../useAppConfig';
import { RelayClient, type Ticket } from './relayClient';
import { RelayLobby, type RelayWish } from './RelayLobby';
import { RelayRoom } from './RelayRoom';

interface Visit {
  readonly client: RelayClient;
  readonly room: string;
  readonly devices: { readonly audio: boolean; readonly video: boolean };
}

/** Rooms whose media goes over Socket.IO: the lobby, and after it the room. A chunk of its own. */
export default function RelayPage() {
  const config = useAppConfig();
  const [invitation] = useState(() => invitationIn(window.location.hash));
  const [visit, setVisit] = useState<Visit | null>(null);
  const [entering, setEntering] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const entered = useRef<RelayClient | null>(null);

  const enter = async (wish: RelayWish) => {
    remember('name', wish.name);
    setEntering(true);
    setProblem(null);
    const endpoint = config.status === 'ready' ? config.config.tokenEndpoint : '/hmsapi/default/';
    const ticket = await ticketFor(wish, endpoint, invitation);
    if ('problem' in ticket) {
      setProblem(ticket.problem);
      setEntering(false);
      return;
    }
    const client = new RelayClient(wish.name, ticket);
    const result = await client.enter(wish.room);
    setEntering(false);
    if ('problem' in result) {
      client.leave();
      setProblem(result.problem);
      return;
    }
    entered.current = client;
    const address = window.location.pathname + window.location.search;
    if (roomInAddress() !== result.room) window.history.pushState(null, '', relayPath(result.room));
    else window.history.replaceState(null, '', address);
    setVisit({ client, room: result.room, devices: wish });
  };

  const close = useCallback((why: Problem | null) => {
    entered.current?.leave();
    entered.current = null;
    setVisit(null);
    setProblem(why);
  }, []);

  useEffect(() => {
    // A token is for who got the link, not for the list of visited pages.
    if (invitation !== null) window.history.replaceState(null, '', relayPath(invitation.room));
  }, [invitation]);

  useEffect(() => {
    const onBack = () => close(null);
    const onLeave = () => entered.current?.leave();
    window.addEventListener('popstate', onBack);
    window.addEventListener('pagehide', onLeave);
    return () => {
      window.removeEventListener('popstate', onBack);
      window.removeEventListener('pagehide', onLeave);
    };
  }, [close]);

  return visit === null ? (
    <RelayLobby
      room={roomInAddress() ?? invitation?.room ?? null}
      entering={entering}
      problem={problem}
      onEnter={(wish) => void enter(wish)}
    />
  ) : (
    <RelayRoom client={visit.client} room={visit.room} devices={visit.devices} onClose={close} />
  );
}

function roomInAddress(): string | null {
  return new URLSearchParams(window.location.search).get('room');
}

/** Platform rooms need a token: the one of the invitation, or one for the role in the address. */
async function ticketFor(
  wish: RelayWish,
  tokenEndpoint: string,
  invitation: Invitation | null,
): Promise<Ticket | { problem: Problem }> {
  if (wish.room === null || !isPlatformRoom(wish.room)) return {};
  if (wish.room === invitation?.room) return { token: invitation.token };
  const role = new URLSearchParams(window.location.search).get('role') ?? 'broadcaster';
  const { origin } = window.location;
  const roomId = wish.room as RoomId;
  return requestToken({ tokenEndpoint, origin, userId: randomId(), role, roomId }, fetch);
}
