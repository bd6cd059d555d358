import { Box, Button, Typography } from '@mui/material';
import { PageShell, useLanguage } from '@rostra/react';

/** For addresses where there is nothing. */
export function NotFoundPage() {
  const { t } = useLanguage();
  return (
    <PageShell>
      <Box sx={{ alignSelf: 'center', justifySelf: 'center', p: 3, pb: 12, textAlign: 'center', maxWidth: 480 }}>
        <Typography variant="h1">{t('notFound.title')}</Typography>
        <Typography sx={{ color: 'text.secondary', mt: 1, mb: 3 }}>{t('notFound.advice')}</Typography>
        <Button href="/" variant="contained" size="large">
          {t('relay.home')}
        </Button>
      </Box>
    </PageShell>
  );
}
