import { Box } from '@mui/material';
import { useLanguage } from '../i18n';
import { LIVE_RED } from '../theme';

/** Says that the room is being recorded; everybody on stage has a right to know. */
export function RecordingBadge() {
  const { t } = useLanguage();
  return (
    <Box
      role="status"
      data-testid="recording-badge"
      title={t('room.recording')}
      sx={{ display: 'flex', alignItems: 'center', gap: 0.75, fontSize: '0.8125rem', whiteSpace: 'nowrap' }}
    >
      <Box component="span" sx={{ width: 10, height: 10, borderRadius: '50%', bgcolor: LIVE_RED }} />
      <Box component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}>
        {t('room.recording')}
      </Box>
    </Box>
  );
}
