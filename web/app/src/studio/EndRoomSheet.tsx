import { Box, Button, Typography } from '@mui/material';
import { Sheet, useLanguage } from '@rostra/react';

/** Asks before everybody is sent out. */
export function EndRoomSheet({ onEnd, onClose }: { onEnd: () => void; onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Sheet title={t('room.endTitle')} onClose={onClose}>
      <Typography>{t('room.endText')}</Typography>
      <Box sx={{ display: 'flex', gap: 1, justifyContent: 'flex-end' }}>
        <Button color="inherit" onClick={onClose}>
          {t('join.cancel')}
        </Button>
        <Button variant="contained" color="error" onClick={onEnd}>
          {t('room.endForAll')}
        </Button>
      </Box>
    </Sheet>
  );
}
