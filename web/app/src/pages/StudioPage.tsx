import { stage } from '@rostra/core';
import {
  ChatPanel,
  ControlBar,
  LiveBadge,
  PeerVideo,
  PeoplePanel,
  RoomShell,
  SidePanels,
  StageGrid,
  StudioLayout,
  useChat,
  useLocalMedia,
  type SidePanel,
} from '@rostra/react';
import { useState } from 'react';
import type { RoomPageProps } from './roomPageProps';

/** Where the open panel does not cover the stage it is open from the start. */
const WIDE = '(min-width: 900px)';

/** The room as seen from the stage. */
export function StudioPage({ roomName, people, live, leave, notices, report }: RoomPageProps) {
  const [panel, setPanel] = useState<SidePanel>(() => (window.matchMedia(WIDE).matches ? 'chat' : null));
  const media = useLocalMedia(report);
  const chat = useChat(people, panel === 'chat', report);
  return (
    <RoomShell
      roomName={roomName}
      badge={live.phase === 'live' && <LiveBadge startedAt={live.hls.startedAt} />}
      notices={notices}
    >
      <StudioLayout
        stage={
          <StageGrid
            people={stage(people)}
            renderVideo={(person) => <PeerVideo trackId={person.videoTrack} mirrored={person.isLocal} />}
          />
        }
        panel={panel}
        side={
          panel !== null && (
            <SidePanels
              panel={panel}
              onPanel={setPanel}
              closable
              peopleCount={people.length}
              unread={chat.unread}
              chat={<ChatPanel lines={chat.lines} recipients={chat.recipients} onSend={chat.send} />}
              people={<PeoplePanel people={people} />}
            />
          )
        }
        controls={
          <ControlBar
            {...media}
            live={live.allowed ? live : undefined}
            panel={panel}
            onPanel={setPanel}
            unread={chat.unread}
            onLeave={leave}
          />
        }
      />
    </RoomShell>
  );
}
