import { Box, Link, MenuItem, TextField, Typography } from '@mui/material';
import { relayPath, type RoomId, type RoomInfo } from '@rostra/core';
import { PageShell, ProblemAlert, useLanguage } from '@rostra/react';
import { useState } from 'react';
import { useAppConfig } from '../useAppConfig';
import { CodeEntry } from './CodeEntry';
import { DeveloperPanel } from './DeveloperPanel';
import { Invitations } from './Invitations';
import { Ways } from './Ways';

/** The first page: what can be done here, how to bring others in, and what a developer needs. */
export default function HomePage() {
  const { t } = useLanguage();
  const config = useAppConfig();
  const [roomId, setRoomId] = useState<RoomId | null>(null);
  const ready = config.status === 'ready' ? config.config : null;
  const room = ready?.rooms.find(({ id }) => id === roomId) ?? ready?.rooms[0];
  return (
    <PageShell>
      <Box
        sx={{
          width: '100%',
          maxWidth: '70rem',
          mx: 'auto',
          px: { xs: 2, sm: 3 },
          pt: { xs: 2, md: 5 },
          pb: 8,
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 1fr)',
          gap: { xs: 4, md: 6 },
          alignContent: 'start',
        }}
      >
        <Box component="section" sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 3 }}>
          <Box>
            <Typography variant="h1" sx={{ fontSize: { xs: '2rem', md: '2.5rem' } }}>
              {t('app.tagline')}
            </Typography>
            <Typography sx={{ color: 'text.secondary', mt: 1, maxWidth: '60ch' }}>{t('home.intro')}</Typography>
          </Box>
          <Box aria-live="polite" sx={{ display: 'grid', gap: 1.5, maxWidth: 640, '&:empty': { display: 'none' } }}>
            {!isSecureContext && <ProblemAlert problem={{ kind: 'insecure-page' }} />}
            {config.status === 'failed' && (
              <ProblemAlert problem={config.problem} action={{ label: t('app.retry'), run: config.retry }} />
            )}
          </Box>
          {ready && ready.rooms.length > 1 && room && <RoomPicker rooms={ready.rooms} room={room} onRoom={setRoomId} />}
          <Ways room={room} />
          {ready && !ready.guestAccess && (
            <Typography sx={{ color: 'text.secondary' }}>{t('home.codesOnly')}</Typography>
          )}
          {ready?.guestAccess && room === undefined && (
            <Typography>
              {t('join.noRooms')} {t('join.noRoomsAdvice')}
            </Typography>
          )}
          <CodeEntry />
        </Box>
        {ready && room && <Invitations room={room} publicUrl={ready.publicUrl} />}
        {ready && room && <DeveloperPanel tokenEndpoint={ready.tokenEndpoint} room={room} />}
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 1, fontSize: '0.875rem' }}>
          <Link href={relayPath()}>{t('relay.link')}</Link>
          <Link href="/dashboard">{t('home.dashboard')}</Link>
        </Box>
      </Box>
    </PageShell>
  );
}

function RoomPicker(props: { rooms: readonly RoomInfo[]; room: RoomInfo; onRoom: (id: RoomId) => void }) {
  const { t } = useLanguage();
  return (
    <TextField
      select
      label={t('join.room')}
      value={props.room.id}
      onChange={(event) => props.onRoom(event.target.value as RoomId)}
      sx={{ maxWidth: 420 }}
    >
      {props.rooms.map(({ id, name }) => (
        <MenuItem key={id} value={id} sx={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
