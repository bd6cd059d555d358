import { Box, Button, CircularProgress, Paper, Typography } from '@mui/material';
import { cleanName, firstRoom, roleIn, roomChoices, type JoinPrefill, type Problem, type RoomId } from '@rostra/core';
import { PageShell, ProblemAlert, recall, remember, useLanguage, type DeviceChoice } from '@rostra/react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { JoinRequest } from '../session/joinRequest';
import type { Entry } from '../session/useEntry';
import { JoinForm } from './JoinForm';

const DevicePreview = lazy(() => import('@rostra/react/DevicePreview'));

export interface JoinPageProps {
  entry: Entry;
  prefill: JoinPrefill;
  joining: boolean;
  /** Why the last attempt or visit ended. */
  problem: Problem | null;
  onJoin: (request: JoinRequest) => void;
  onCancel: () => void;
}

/** The role whose people only watch; they are not asked for camera and microphone. */
const AUDIENCE = 'hls-viewer';

/** Not two imports in one condition: the bundler makes one of them, and a viewer would load the studio, too. */
const pages = { watch: () => import('./WatchPage'), studio: () => import('../studio/StudioPage') };

/** The door of a room: who are you, as what do you come in, and how will you be seen and heard. */
export function JoinPage({ entry, prefill, joining, problem, onJoin, onCancel }: JoinPageProps) {
  const { t } = useLanguage();
  const [roomId, setRoomId] = useState<RoomId | undefined>(prefill.roomId);
  const [wantedRole, setWantedRole] = useState(prefill.role);
  const [name, setName] = useState(prefill.name ?? '');
  const [nameMissing, setNameMissing] = useState(false);
  const [choice, setChoice] = useState(rememberedChoice);
  const rooms = entry.status === 'ready' ? roomChoices(entry.config, prefill) : [];
  const room = firstRoom(rooms, roomId === undefined ? {} : { roomId });
  const role = room ? roleIn(room, wantedRole) : '';
  const allowed = entry.status === 'ready' && entry.config.guestAccess && isSecureContext;
  const withDevices = room !== undefined && role !== AUDIENCE && allowed;

  useEffect(() => {
    // The room's code is fetched while the name is being typed, so that joining does not wait for it.
    if (role === '') return;
    const timer = setTimeout(() => {
      void import('../session/Session').catch(() => undefined);
      pages[role === AUDIENCE ? 'watch' : 'studio']().catch(() => undefined);
    }, 300);
    return () => clearTimeout(timer);
  }, [role]);

  const submit = () => {
    const clean = cleanName(name);
    setNameMissing(clean === '');
    if (clean === '' || room === undefined || entry.status !== 'ready') return false;
    remember('microphone', choice.audio ? 'on' : 'off');
    remember('camera', choice.video ? 'on' : 'off');
    const listed = 'code' in entry.access ? null : room;
    onJoin({ access: entry.access, roomId: room.id, room: listed, role, name: clean, ...choice });
    return true;
  };

  return (
    <PageShell>
      <Box sx={{ ...page, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: withDevices ? TWO_COLUMNS : ONE_COLUMN } }}>
        {withDevices && (
          <Suspense fallback={<Box sx={{ aspectRatio: '16 / 9', borderRadius: 2, bgcolor: 'action.hover' }} />}>
            <DevicePreview
              choice={choice}
              onChoice={(change) => setChoice((before) => ({ ...before, ...change }))}
              disabled={joining}
            />
          </Suspense>
        )}
        <Paper variant="outlined" sx={{ p: { xs: 2.5, sm: 4 }, display: 'grid', gap: 2.5, minWidth: 0 }}>
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="h1">{t('join.title')}</Typography>
            <Typography component="bdi" noWrap sx={{ display: 'block', color: 'text.secondary', mt: 0.5 }}>
              {room && room.name !== '' && room.name !== room.id ? room.name : t('app.tagline')}
            </Typography>
          </Box>
          <Announcements problem={problem} entry={entry} />
          {entry.status === 'loading' && (
            <CircularProgress aria-label={t('app.loading')} sx={{ justifySelf: 'center' }} />
          )}
          {room && (
            <JoinForm
              rooms={rooms}
              room={room}
              onRoom={setRoomId}
              role={role}
              onRole={setWantedRole}
              name={name}
              onName={setName}
              nameMissing={nameMissing}
              joining={joining}
              disabled={!allowed}
              onSubmit={submit}
              onCancel={onCancel}
            />
          )}
        </Paper>
      </Box>
    </PageShell>
  );
}

const TWO_COLUMNS = 'minmax(0, 1fr) minmax(0, 26.25rem)';
const ONE_COLUMN = 'minmax(0, 30rem)';

const page = {
  width: '100%',
  maxWidth: '70rem',
  mx: 'auto',
  px: { xs: 2, sm: 3 },
  pt: { xs: 1, md: 5 },
  pb: 6,
  display: 'grid',
  alignContent: 'start',
  alignItems: 'start',
  justifyContent: { md: 'center' },
  gap: { xs: 2, md: 4 },
} as const;

function rememberedChoice(): DeviceChoice {
  return {
    audio: recall('microphone') !== 'off',
    video: recall('camera') !== 'off',
    cameraId: '',
    microphoneId: '',
  };
}

function Announcements({ problem, entry }: { problem: Problem | null; entry: Entry }) {
  const { t } = useLanguage();
  const config = entry.status === 'ready' ? entry.config : null;
  const closed = config?.guestAccess === false && problem?.kind !== 'guests-not-allowed';
  return (
    <Box aria-live="polite" sx={{ display: 'grid', gap: 1.5, '&:empty': { display: 'none' } }}>
      {!isSecureContext && <ProblemAlert problem={{ kind: 'insecure-page' }} />}
      {problem && problem.kind !== 'insecure-page' && <ProblemAlert problem={problem} />}
      {closed && <ProblemAlert problem={{ kind: 'guests-not-allowed' }} />}
      {entry.status === 'failed' && (
        <ProblemAlert problem={entry.problem} action={{ label: t('app.retry'), run: entry.retry }} />
      )}
      {config?.guestAccess && config.rooms.length === 0 && (
        <Box>
          <Typography sx={{ fontWeight: 600 }}>{t('join.noRooms')}</Typography>
          <Typography sx={{ color: 'text.secondary' }}>{t('join.noRoomsAdvice')}</Typography>
          <Button sx={{ mt: 1 }} variant="outlined" onClick={() => window.location.reload()}>
            {t('app.reload')}
          </Button>
        </Box>
      )}
    </Box>
  );
}
