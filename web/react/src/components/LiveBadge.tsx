import { Box } from '@mui/material';
import { elapsed } from '@rostra/core';
import { useNow } from '../hooks/useNow';
import { useLanguage } from '../i18n';
import { LIVE_RED } from '../theme';

/** "LIVE" and how long already; `startedAt` in milliseconds since the epoch. */
export function LiveBadge({ startedAt }: { startedAt: number | undefined }) {
  const { t } = useLanguage();
  const now = useNow(1000);
  const time = startedAt === undefined ? null : elapsed(now - startedAt);
  return (
    <Box
      role="timer"
      aria-label={time === null ? t('room.live') : t('room.liveFor', { time })}
      data-testid="live-badge"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.75,
        px: 1,
        py: 0.375,
        borderRadius: 1,
        color: '#fff',
        bgcolor: LIVE_RED,
        fontSize: '0.8125rem',
        fontWeight: 700,
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <Box component="span" sx={{ width: 8, height: 8, borderRadius: '50%', bgcolor: '#fff' }} />
      {t('room.live')}
      {time !== null && (
        <Box component="span" sx={{ fontWeight: 500 }}>
          {time}
        </Box>
      )}
    </Box>
  );
}
