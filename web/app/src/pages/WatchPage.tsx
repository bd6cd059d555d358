import { watchPhase } from '@rostra/core';
import {
  ChatPanel,
  LeaveButton,
  LiveBadge,
  PeoplePanel,
  RoomShell,
  SidePanels,
  useChat,
  WaitingScreen,
  WatchLayout,
  type SidePanel,
} from '@rostra/react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { RoomPageProps } from './roomPageProps';

const LivePlayer = lazy(() => import('@rostra/react/LivePlayer'));

/** The room as the audience sees it: the stream, the chat, and the way out. */
export function WatchPage({ roomName, people, live, leave, notices, report }: RoomPageProps) {
  const [panel, setPanel] = useState<Exclude<SidePanel, null>>('chat');
  const [wasLive, setWasLive] = useState(false);
  const chat = useChat(people, panel === 'chat', report);
  const phase = watchPhase(live.hls, wasLive);
  useEffect(() => {
    if (phase === 'live') setWasLive(true);
  }, [phase]);
  return (
    <RoomShell
      roomName={roomName}
      badge={phase === 'live' && <LiveBadge startedAt={live.hls.startedAt} />}
      notices={notices}
      headerEnd={<LeaveButton onClick={leave} />}
    >
      <WatchLayout
        player={
          phase === 'live' ? (
            <Suspense fallback={<WaitingScreen phase="starting" />}>
              <LivePlayer url={live.hls.url} />
            </Suspense>
          ) : (
            <WaitingScreen phase={phase} />
          )
        }
        side={
          <SidePanels
            panel={panel}
            onPanel={(next) => setPanel(next ?? 'chat')}
            peopleCount={people.length}
            unread={chat.unread}
            chat={<ChatPanel lines={chat.lines} recipients={chat.recipients} onSend={chat.send} />}
            people={<PeoplePanel people={people} />}
          />
        }
      />
    </RoomShell>
  );
}
