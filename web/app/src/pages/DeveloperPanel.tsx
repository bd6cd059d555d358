import { Box, Typography } from '@mui/material';
import { absoluteTokenEndpoint, initEndpoint, sdkSnippet, type RoomId } from '@rostra/core';
import { CopyField, useLanguage } from '@rostra/react';

/** What a developer needs to point an app of theirs here, and the one trap on the way. */
export function DeveloperPanel({
  tokenEndpoint,
  roomId,
  role,
}: {
  tokenEndpoint: string;
  roomId: RoomId;
  role: string;
}) {
  const { t } = useLanguage();
  const { origin } = window.location;
  const plainHttp = origin.startsWith('http://');
  return (
    <Box
      component="section"
      aria-labelledby="developers"
      sx={{
        width: '100%',
        maxWidth: { xs: 560, md: 'none' },
        display: 'grid',
        gridTemplateColumns: 'minmax(0, 1fr)',
        gap: 1.75,
        p: { xs: 2.5, md: 1 },
      }}
    >
      <Typography id="developers" variant="h2">
        {t('dev.title')}
      </Typography>
      <Typography sx={{ color: 'text.secondary', fontSize: '0.9375rem' }}>{t('dev.intro')}</Typography>
      <CopyField label={t('dev.tokenEndpoint')} value={absoluteTokenEndpoint(tokenEndpoint, origin)} />
      <CopyField label={t('dev.roomId')} value={roomId} />
      <CopyField label={t('dev.initEndpoint')} value={initEndpoint(origin)} />
      {plainHttp && <Typography sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{t('dev.trap')}</Typography>}
      <Typography sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{t('dev.origin')}</Typography>
      <CopyField label={t('dev.snippet')} value={sdkSnippet(origin, tokenEndpoint, roomId, role)} block />
    </Box>
  );
}
