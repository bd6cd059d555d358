import { audienceSize, watchPhase } from '@rostra/core';
import {
  AudienceCount,
  ChatPanel,
  FlyingReactions,
  HandButton,
  LeaveButton,
  LiveBadge,
  PeoplePanel,
  PollsPanel,
  ReactionBar,
  RoomShell,
  SidePanels,
  useCaptions,
  useChat,
  useHand,
  usePolls,
  useReactions,
  useRights,
  WatchLayout,
  type SidePanel,
} from '@rostra/react';
import { useEffect, useState } from 'react';
import { Screen } from '../session/Screen';
import type { RoomPageProps } from './roomPageProps';

/** The room as the audience sees it: the stream, the chat, and the way out. */
export default function WatchPage({ request, roomName, people, live, leave, notices, report }: RoomPageProps) {
  const [panel, setPanel] = useState<Exclude<SidePanel, null>>('chat');
  const [wasLive, setWasLive] = useState(false);
  const hand = useHand(report);
  const rights = useRights();
  const chat = useChat(people, panel === 'chat', rights.removeOthers, report);
  const reactions = useReactions();
  const captionLines = useCaptions();
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
          <>
            <Screen request={request} phase={phase} url={live.hls.url} captionLines={captionLines} />
            <FlyingReactions flying={reactions.flying} />
          </>
        }
        side={
          <SidePanels
            panel={panel}
            onPanel={(next) => setPanel(next ?? 'chat')}
            peopleCount={people.length}
            unread={chat.unread}
            chat={<ChatPanel chat={chat} />}
            people={<PeoplePanel people={people} />}
            footer={phase === 'live' && <ReactionBar onReact={reactions.send} />}
            polls={rights.pollRead && <PollsPanel polls={polls} mayWrite={false} form={null} />}
          />
        }
      />
    </RoomShell>
  );
}
