import { audienceSize, roomKeys, stageTiles, type MessageKey, type RoomShortcut, type Tile } from '@rostra/core';
import {
  AudienceCount,
  ChatPanel,
  ControlBar,
  FlyingReactions,
  HealthBadge,
  LatencyBadge,
  LiveBadge,
  MoreMenu,
  PeerVideo,
  PeoplePanel,
  PersonMenu,
  PollForm,
  PollsPanel,
  RecordingBadge,
  RoomShell,
  ShortcutSheet,
  SidePanels,
  StageGrid,
  StudioLayout,
  toggleFullscreen,
  useAudienceLatency,
  useChat,
  useHand,
  useLanguage,
  useLocalMedia,
  useModeration,
  useOutputs,
  usePolls,
  useReactions,
  useRights,
  useScreen,
  useShortcuts,
  useSpeakers,
  useStreamHealth,
  type SidePanel,
} from '@rostra/react';
import { lazy, Suspense, useState } from 'react';
import type { RoomPageProps } from '../pages/roomPageProps';
import { DeviceSheet } from './DeviceSheet';
import { EndRoomSheet } from './EndRoomSheet';
import { moreItems, type StudioSheet } from './moreItems';
import { PushSheet } from './PushSheet';

const InviteSheet = lazy(() => import('./InviteSheet'));

/** Where the open panel does not cover the stage it is open from the start. */
const WIDE = '(min-width: 900px)';

/** The room as seen from the stage. */
export default function StudioPage({ room, roomName, people, live, leave, notices, report }: RoomPageProps) {
  const { t } = useLanguage();
  const [panel, setPanel] = useState<SidePanel>(() => (window.matchMedia(WIDE).matches ? 'chat' : null));
  const [pinned, setPinned] = useState<string | null>(null);
  const [sheet, setSheet] = useState<StudioSheet | null>(null);
  const media = useLocalMedia(report);
  const rights = useRights();
  const chat = useChat(people, panel === 'chat', rights.removeOthers, report);
  const reactions = useReactions();
  const health = useStreamHealth(live.phase === 'live' ? live.hls.url : '');
  const latency = useAudienceLatency(live.phase === 'live' ? live.hls.url : '');
  const speaking = useSpeakers();
  const moderation = useModeration(rights, report);
  const outputs = useOutputs(report);
  const screen = useScreen(report);
  const hand = useHand(report);
  const polls = usePolls(rights.pollRead || rights.pollWrite, report);
  const closeSheet = () => setSheet(null);
  const toggle = (name: Exclude<SidePanel, null>) => setPanel(panel === name ? null : name);
  useShortcuts(roomKeys, {
    microphone: media.toggleAudio,
    camera: media.toggleVideo,
    hand: hand.toggle,
    chat: () => toggle('chat'),
    people: () => toggle('people'),
    fullscreen: () => toggleFullscreen(document.documentElement),
    help: () => setSheet('keys'),
  });
  const items = moreItems({ t, rights, outputs, screen, hand, invites: room !== null, open: setSheet, setPanel });

  return (
    <RoomShell
      roomName={roomName}
      badge={
        <>
          {live.phase === 'live' && <LiveBadge startedAt={live.hls.startedAt} />}
          {health !== null && <HealthBadge health={health} />}
          {latency !== null && <LatencyBadge seconds={latency} />}
          {outputs.recording && <RecordingBadge />}
          <AudienceCount count={audienceSize(people)} />
        </>
      }
      notices={notices}
    >
      <StudioLayout
        stage={
          <>
            <StageGrid
              tiles={stageTiles(people)}
              renderVideo={(tile) => <TileVideo tile={tile} />}
              speaking={speaking}
              pinned={pinned}
              onPin={setPinned}
            />
            <FlyingReactions flying={reactions.flying} />
          </>
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
              chat={<ChatPanel chat={chat} />}
              people={
                <PeoplePanel
                  people={people}
                  renderActions={(person) => (
                    <PersonMenu
                      person={person}
                      actions={moderation.actionsFor(person)}
                      onAction={(action) => moderation.act(person, action)}
                    />
                  )}
                />
              }
              polls={
                (rights.pollRead || rights.pollWrite) && (
                  <PollsPanel polls={polls} mayWrite={rights.pollWrite} form={<PollForm onCreate={polls.create} />} />
                )
              }
            />
          )
        }
        controls={
          <ControlBar
            {...media}
            screen={screen.toggle && { sharing: screen.sharing, toggle: screen.toggle }}
            live={live.allowed ? live : undefined}
            more={<MoreMenu items={items} />}
            panel={panel}
            onPanel={setPanel}
            unread={chat.unread}
            onLeave={leave}
          />
        }
      />
      {sheet === 'devices' && <DeviceSheet report={report} onClose={closeSheet} />}
      {sheet === 'keys' && <ShortcutSheet keys={roomKeys} words={keyWords} onClose={closeSheet} />}
      {sheet === 'push' && <PushSheet onStart={outputs.push} onClose={closeSheet} />}
      {sheet === 'end' && <EndRoomSheet onEnd={moderation.endRoom} onClose={closeSheet} />}
      {sheet === 'invite' && room && (
        <Suspense fallback={null}>
          <InviteSheet room={room} onClose={closeSheet} />
        </Suspense>
      )}
    </RoomShell>
  );
}

function TileVideo({ tile: { person, kind } }: { tile: Tile }) {
  return kind === 'screen' ? (
    <PeerVideo trackId={person.screenTrack} mirrored={false} whole />
  ) : (
    <PeerVideo trackId={person.videoTrack} mirrored={person.isLocal} />
  );
}

const keyWords: Readonly<Record<RoomShortcut, MessageKey>> = {
  microphone: 'keys.microphone',
  camera: 'keys.camera',
  hand: 'keys.hand',
  chat: 'keys.chat',
  people: 'keys.people',
  fullscreen: 'keys.fullscreen',
  help: 'keys.help',
};
