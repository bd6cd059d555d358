import { audienceSize, watchPhase } from '@rostra/core';
import {
  AudienceCount,
  ChatPanel,
  HandButton,
  LeaveButton,
  LiveBadge,
  PeoplePanel,
  PollsPanel,
  RoomShell,
  SidePanels,
  useChat,
  useHand,
  usePolls,
  useRights,
  WaitingScreen,
  WatchLayout,
  type SidePanel,
} from '@rostra/react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { RoomPageProps } from './roomPageProps';

const LivePlayer = lazy(() => import('@rostra/react/LivePlayer'));

/** The room as the audience sees it: the stream, the chat, and the way out. */
export default function WatchPage({ roomName, people, live, leave, notices, report }: RoomPageProps) {
  const [panel, setPanel] = useState<Exclude<SidePanel, null>>('chat');
  const [wasLive, setWasLive] = useState(false);
  const hand = useHand(report);
  const chat = useChat(people, panel === 'chat', report);
  const rights = useRights();
  const polls = usePolls(rights.pollRead, report);
  const phase = watchPhase(live.hls, wasLive);
  useEffect(() => {
    if (phase === 'live') setWasLive(true);
  }, [phase]);
  // Whoever waits for the stream has the player already when it begins.
  useEffect(() => void import('@rostra/react/LivePlayer').catch(() => undefined), []);
  return (
    <RoomShell
      roomName={roomName}
      badge={
        <>
          {phase === 'live' && <LiveBadge startedAt={live.hls.startedAt} />}
          <AudienceCount count={audienceSize(people)} />
        </>
      }
      notices={notices}
      headerEnd={
        <>
          <HandButton hand={hand} />
          <LeaveButton onClick={leave} />
        </>
      }
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
            polls={rights.pollRead && <PollsPanel polls={polls} mayWrite={false} form={null} />}
          />
        }
      />
    </RoomShell>
  );
}
