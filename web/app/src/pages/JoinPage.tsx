import { Box, Button, CircularProgress, Link, Paper, Typography } from '@mui/material';
import { firstRoom, relayPath, roomChoices, type JoinPrefill, type Problem, type RoomId } from '@rostra/core';
import { LanguageSwitch, ProblemAlert, useLanguage, Wordmark } from '@rostra/react';
import { useEffect, useState } from 'react';
import type { JoinRequest } from '../session/joinRequest';
import type { ConfigState } from '../useAppConfig';
import { DeveloperPanel } from './DeveloperPanel';
import { JoinForm } from './JoinForm';

export interface JoinPageProps {
  config: ConfigState;
  prefill: JoinPrefill;
  joining: boolean;
  /** Why the last attempt or visit ended. */
  problem: Problem | null;
  onJoin: (request: JoinRequest) => void;
  onCancel: () => void;
}

/** Home: who are you, and as what do you come in. */
export function JoinPage({ config, prefill, joining, problem, onJoin, onCancel }: JoinPageProps) {
  const { t } = useLanguage();
  const [roomId, setRoomId] = useState<RoomId | undefined>(prefill.roomId);
  const rooms = config.status === 'ready' ? roomChoices(config.config, prefill) : [];
  const room = firstRoom(rooms, roomId === undefined ? {} : { roomId });

  useEffect(() => {
    // The room's code is fetched while the name is being typed, so that joining does not wait for it.
    const timer = setTimeout(() => void import('../session/Session').catch(() => undefined), 300);
    return () => clearTimeout(timer);
  }, []);

  return (
    <Box sx={{ minHeight: '100dvh', display: 'flex', flexDirection: 'column' }}>
      <Box component="header" sx={{ display: 'flex', alignItems: 'center', px: { xs: 2, sm: 3 }, py: 1.5 }}>
        <Wordmark />
        <Box sx={{ flex: 1 }} />
        <LanguageSwitch />
      </Box>
      <Box component="main" sx={columns}>
        <Paper
          variant="outlined"
          sx={{ width: '100%', maxWidth: 560, p: { xs: 2.5, sm: 4 }, display: 'grid', gap: 2.5 }}
        >
          <Box>
            <Typography variant="h1">{t('join.title')}</Typography>
            <Typography component="bdi" noWrap sx={{ display: 'block', color: 'text.secondary', mt: 0.5 }}>
              {rooms.length === 1 && room ? room.name : t('app.tagline')}
            </Typography>
          </Box>
          <Announcements problem={problem} config={config} />
          {config.status === 'loading' && (
            <CircularProgress aria-label={t('app.loading')} sx={{ justifySelf: 'center' }} />
          )}
          {config.status === 'ready' && room && (
            <JoinForm
              rooms={rooms}
              room={room}
              onRoom={setRoomId}
              prefill={prefill}
              tokenEndpoint={config.config.tokenEndpoint}
              joining={joining}
              disabled={!config.config.guestAccess || !isSecureContext}
              onJoin={onJoin}
              onCancel={onCancel}
            />
          )}
          <Link href={relayPath()} sx={{ fontSize: '0.875rem', justifySelf: 'start' }}>
            {t('relay.link')}
          </Link>
        </Paper>
        {config.status === 'ready' && room && (
          <DeveloperPanel tokenEndpoint={config.config.tokenEndpoint} roomId={room.id} role={room.roles[0] ?? ''} />
        )}
      </Box>
    </Box>
  );
}

const columns = {
  flex: 1,
  width: '100%',
  maxWidth: 1120,
  mx: 'auto',
  px: { xs: 2, sm: 3 },
  pt: { xs: 1, md: 5 },
  pb: 6,
  display: 'grid',
  alignContent: 'start',
  alignItems: 'start',
  justifyItems: { xs: 'center', md: 'stretch' },
  gap: { xs: 2, md: 4 },
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 460px) minmax(0, 1fr)' },
} as const;

function Announcements({ problem, config }: { problem: Problem | null; config: ConfigState }) {
  const { t } = useLanguage();
  const empty = config.status === 'ready' && config.config.rooms.length === 0;
  const closed = config.status === 'ready' && !config.config.guestAccess && problem?.kind !== 'guests-not-allowed';
  return (
    <Box aria-live="polite" sx={{ display: 'grid', gap: 1.5, '&:empty': { display: 'none' } }}>
      {!isSecureContext && <ProblemAlert problem={{ kind: 'insecure-page' }} />}
      {problem && problem.kind !== 'insecure-page' && <ProblemAlert problem={problem} />}
      {closed && <ProblemAlert problem={{ kind: 'guests-not-allowed' }} />}
      {config.status === 'failed' && (
        <ProblemAlert problem={config.problem} action={{ label: t('app.retry'), run: config.retry }} />
      )}
      {empty && (
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
