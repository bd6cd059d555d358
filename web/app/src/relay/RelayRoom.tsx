import { Box, Button, Paper, Typography } from '@mui/material';
import { everyone, relayPath, relayPerson, stageTiles, type Person, type Problem } from '@rostra/core';
import {
  ChatPanel,
  ControlBar,
  CopyField,
  Icon,
  NoticeStack,
  PeoplePanel,
  RoomShell,
  SidePanels,
  StageGrid,
  StudioLayout,
  useLanguage,
  type SidePanel,
} from '@rostra/react';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { RelayClient } from './relayClient';
import { LocalPicture, RemotePicture } from './RelayPicture';
import { useDevices } from './useDevices';

const WIDE = '(min-width: 900px)';

export interface RelayRoomProps {
  client: RelayClient;
  room: string;
  devices: { readonly audio: boolean; readonly video: boolean };
  onClose: (why: Problem | null) => void;
}

/** The room: everybody's picture and sound, the chat, who is there, and the link for those who are to come. */
export function RelayRoom({ client, room, devices, onClose }: RelayRoomProps) {
  const { t } = useLanguage();
  const state = useSyncExternalStore(client.subscribe, client.snapshot);
  const media = useDevices(client, devices);
  const [panel, setPanel] = useState<SidePanel>(() => (window.matchMedia(WIDE).matches ? 'chat' : null));
  const [read, setRead] = useState(0);
  const link = new URL(relayPath(room), window.location.origin).href;
  const people = useMemo(
    () => state.members.map((member) => relayPerson(member, state.selfId, t('relay.guest'))),
    [state.members, state.selfId, t],
  );
  const others = people.filter((person) => !person.isLocal);

  useEffect(() => {
    if (state.ended !== null) onClose(state.ended);
  }, [state.ended, onClose]);
  useEffect(() => {
    if (panel === 'chat') setRead(state.lines.length);
  }, [panel, state.lines.length]);

  const picture = (person: Person) =>
    person.isLocal ? (
      <LocalPicture stream={media.stream} />
    ) : (
      <RemotePicture player={client.player(person.id)} waiting={t('relay.waitingForPicture')} />
    );
  const unread = Math.max(0, state.lines.length - read);
  return (
    <RoomShell
      roomName={t('relay.heading', { room })}
      badge={null}
      headerEnd={<CopyLink link={link} />}
      notices={
        <NoticeStack
          problems={state.problems}
          connection={state.connection}
          onDismiss={client.dismiss}
          onEnableSound={() => client.enableSound()}
        />
      }
    >
      <StudioLayout
        stage={
          <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column', gap: 1 }}>
            {others.length === 0 && <Invitation link={link} />}
            <StageGrid tiles={stageTiles(people)} renderVideo={({ person }) => picture(person)} />
          </Box>
        }
        panel={panel}
        side={
          panel !== null && (
            <SidePanels
              panel={panel}
              onPanel={setPanel}
              closable
              peopleCount={people.length}
              unread={unread}
              chat={
                <ChatPanel chat={{ lines: state.lines, recipients: [everyone], send: (text) => client.say(text) }} />
              }
              people={<PeoplePanel people={people} />}
            />
          )
        }
        controls={
          <ControlBar
            audioOn={media.audioOn}
            videoOn={media.videoOn}
            toggleAudio={media.toggleAudio}
            toggleVideo={media.toggleVideo}
            panel={panel}
            onPanel={setPanel}
            unread={unread}
            onLeave={() => onClose(null)}
          />
        }
      />
    </RoomShell>
  );
}

function Invitation({ link }: { link: string }) {
  const { t } = useLanguage();
  return (
    <Paper variant="outlined" sx={{ p: 1.5, width: '100%', maxWidth: 560, alignSelf: 'center', flexShrink: 0 }}>
      <Typography sx={{ fontWeight: 600, mb: 0.75 }}>{t('relay.alone')}</Typography>
      <CopyField label={t('relay.invite')} value={link} />
    </Paper>
  );
}

function CopyLink({ link }: { link: string }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    void navigator.clipboard?.writeText(link).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  const label = t(copied ? 'dev.copied' : 'relay.copyLink');
  return (
    <Button
      variant="outlined"
      size="small"
      onClick={copy}
      aria-label={label}
      sx={{ gap: 0.75, minWidth: 40, height: 36 }}
    >
      <Icon name={copied ? 'check' : 'copy'} size={18} />
      <Box component="span" aria-live="polite" sx={{ display: { xs: 'none', sm: 'inline' } }}>
        {label}
      </Box>
    </Button>
  );
}
