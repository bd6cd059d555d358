import { Box } from '@mui/material';
import type { StreamHealth } from '@rostra/core';
import { useLanguage } from '../i18n';

const COLOURS = { fine: 'success.main', slow: 'warning.main', stalled: 'error.main' } as const;

/** How the live stream does; in words where it does not do well. */
export function HealthBadge({ health }: { health: StreamHealth }) {
  const { t } = useLanguage();
  const word = t(`health.${health}`);
  return (
    <Box
      role="status"
      data-testid="health"
      data-health={health}
      title={word}
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, fontSize: '0.8125rem', minWidth: 0 }}
    >
      <Box
        component="span"
        sx={{ width: 10, height: 10, borderRadius: '50%', flexShrink: 0, bgcolor: COLOURS[health] }}
      />
      <Box
        component="span"
        sx={{
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: 'nowrap',
          display: { xs: health === 'fine' ? 'none' : 'inline', md: 'inline' },
        }}
      >
        {word}
      </Box>
    </Box>
  );
}
