import { Box } from '@mui/material';
import { useLanguage } from '../i18n';
import { Icon } from './Icon';

/** How many seconds later the audience sees what happens on stage. */
export function LatencyBadge({ seconds }: { seconds: number }) {
  const { t } = useLanguage();
  const text = seconds.toFixed(1);
  return (
    <Box
      role="img"
      aria-label={t('room.latency', { seconds: text })}
      title={t('room.latency', { seconds: text })}
      data-testid="audience-latency"
      data-seconds={text}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 0.5,
        color: 'text.secondary',
        fontSize: '0.875rem',
        whiteSpace: 'nowrap',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <Icon name="clock" size={18} />
      {t('room.seconds', { seconds: text })}
    </Box>
  );
}
