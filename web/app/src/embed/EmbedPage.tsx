import { selectLocalPeerRole, useHMSStore } from '@100mslive/react-sdk';
import { watchPhase, type EmbedTarget, type Problem, type RoomId } from '@rostra/core';
import {
  canPublish,
  ProblemAlert,
  useCaptions,
  useLanguage,
  useLive,
  WaitingScreen,
  type Notices,
} from '@rostra/react';
import { Box } from '@mui/material';
import { useCallback, useEffect, useState } from 'react';
import type { JoinRequest } from '../session/joinRequest';
import { Screen } from '../session/Screen';
import Session from '../session/Session';
import { useCodeEntry, useListedEntry, type Entry } from '../session/useEntry';

/** The role that an address without a code stands for: nobody comes on stage out of a frame. */
const AUDIENCE = 'hls-viewer';

/** The player alone, for a frame in another page: it needs no name and no click. */
export default function EmbedPage({ target }: { target: EmbedTarget }) {
  return 'code' in target ? <CodeFrame code={target.code} /> : <ListedFrame roomId={target.roomId} />;
}

function CodeFrame({ code }: { code: string }) {
  const entry = useCodeEntry(code);
  const room = entry.status === 'ready' ? entry.config.rooms[0] : undefined;
  return <Frame entry={entry} roomId={room?.id} role={room?.roles[0] ?? AUDIENCE} />;
}

function ListedFrame({ roomId }: { roomId: RoomId }) {
  return <Frame entry={useListedEntry()} roomId={roomId} role={AUDIENCE} />;
}

function Frame({ entry, roomId, role }: { entry: Entry; roomId: RoomId | undefined; role: string }) {
  const { t } = useLanguage();
  const [request, setRequest] = useState<JoinRequest | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [connected, setConnected] = useState(false);
  const access = entry.status === 'ready' ? entry.access : null;

  const join = useCallback(() => {
    if (access === null || roomId === undefined) return;
    setProblem(null);
    setConnected(false);
    const devices = { audio: false, video: false, cameraId: '', microphoneId: '' };
    setRequest({ access, roomId, room: null, role, name: t('relay.guest'), ...devices });
  }, [access, roomId, role, t]);
  // Once: another language must not bring the frame in anew.
  useEffect(() => {
    if (request === null && problem === null) join();
  }, [join, request, problem]);

  const close = useCallback((why: Problem | null) => {
    setRequest(null);
    setProblem(why ?? { kind: 'connection-lost' });
  }, []);
  const shown = entry.status === 'failed' ? entry.problem : problem;
  return (
    <Box component="main" sx={{ position: 'fixed', inset: 0, bgcolor: '#000', color: '#fff' }}>
      {request !== null && (
        <Session request={request} onConnected={() => setConnected(true)} onClosed={close} page={FrameRoom} />
      )}
      {shown === null && !connected && <WaitingScreen phase="starting" />}
      {shown !== null && (
        <Box sx={{ position: 'absolute', inset: 0, display: 'grid', placeItems: 'center', p: 2, overflow: 'auto' }}>
          <ProblemAlert
            problem={shown}
            action={{ label: t('app.retry'), run: entry.status === 'failed' ? entry.retry : join }}
          />
        </Box>
      )}
    </Box>
  );
}

function FrameRoom({ request, notices }: { request: JoinRequest; notices: Notices }) {
  const captionLines = useCaptions();
  const role = useHMSStore(selectLocalPeerRole);
  const { hls } = useLive(notices.report);
  const [wasLive, setWasLive] = useState(false);
  const phase = watchPhase(hls, wasLive);
  useEffect(() => {
    if (phase === 'live') setWasLive(true);
  }, [phase]);
  if (canPublish(role)) {
    return (
      <Box sx={{ position: 'absolute', inset: 0, display: 'grid', placeItems: 'center', p: 2 }}>
        <ProblemAlert problem={{ kind: 'embed-on-stage' }} />
      </Box>
    );
  }
  return <Screen request={request} phase={phase} url={hls.url} captionLines={captionLines} />;
}
