import { Box, ButtonBase } from '@mui/material';
import { demoPath, joinPath, type RoomInfo } from '@rostra/core';
import { Icon, LIVE_RED, useLanguage, type IconName } from '@rostra/react';

/** The ways in that need nothing but a click. */
export function Ways({ room }: { room: RoomInfo | undefined }) {
  const { t } = useLanguage();
  if (room === undefined) return null;
  const [stage, audience] = [room.roles.find((role) => role !== 'hls-viewer'), room.roles.find(isAudience)];
  const to = (role: string) => joinPath({ roomId: room.id, role });
  return (
    <Box
      sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(3, minmax(0, 1fr))' } }}
    >
      {stage !== undefined && (
        <Way icon="live" title={t('home.goLive')} hint={t('home.goLiveHint')} href={to(stage)} first />
      )}
      {audience !== undefined && (
        <Way icon="play" title={t('home.watch')} hint={t('home.watchHint', { room: room.name })} href={to(audience)} />
      )}
      {stage !== undefined && audience !== undefined && (
        <Way icon="eye" title={t('home.demo')} hint={t('home.demoHint')} href={demoPath(room.id)} />
      )}
    </Box>
  );
}

function isAudience(role: string): boolean {
  return role === 'hls-viewer';
}

interface WayProps {
  icon: IconName;
  title: string;
  hint: string;
  href: string;
  first?: boolean;
}

function Way({ icon, title, hint, href, first = false }: WayProps) {
  return (
    <ButtonBase
      href={href}
      sx={{
        justifyContent: 'flex-start',
        textAlign: 'start',
        gap: 2,
        p: 2.5,
        borderRadius: 2,
        border: 1,
        borderColor: first ? LIVE_RED : 'divider',
        bgcolor: first ? LIVE_RED : 'background.paper',
        color: first ? '#fff' : 'text.primary',
        '&:hover': { bgcolor: first ? '#b01b22' : 'action.hover' },
      }}
    >
      <Icon name={icon} size={32} />
      <Box component="span" sx={{ minWidth: 0 }}>
        <Box component="span" sx={{ display: 'block', fontWeight: 650, fontSize: '1.125rem' }}>
          {title}
        </Box>
        <Box
          component="span"
          sx={{
            display: 'block',
            fontSize: '0.875rem',
            overflowWrap: 'anywhere',
            color: first ? '#fff' : 'text.secondary',
          }}
        >
          {hint}
        </Box>
      </Box>
    </ButtonBase>
  );
}
