import { Box } from '@mui/material';
import { useLanguage } from '../i18n';
import { Icon } from './Icon';

/** How many are watching. */
export function AudienceCount({ count }: { count: number }) {
  const { t } = useLanguage();
  return (
    <Box
      role="img"
      aria-label={t('room.watching', { count })}
      title={t('room.watching', { count })}
      data-testid="audience"
      data-count={count}
      sx={{ display: 'flex', alignItems: 'center', gap: 0.5, color: 'text.secondary', fontSize: '0.875rem' }}
    >
      <Icon name="eye" size={18} />
      {count}
    </Box>
  );
}
