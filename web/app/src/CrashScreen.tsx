import { Box, Button, Typography } from '@mui/material';
import { useLanguage } from '@rostra/react';
import { Component, type ReactNode } from 'react';

/** Catches what no page caught, so that a mistake of ours never leaves a white window. */
export class CrashScreen extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <CrashMessage /> : this.props.children;
  }
}

function CrashMessage() {
  const { t } = useLanguage();
  return (
    <Box
      role="alert"
      sx={{
        height: '100dvh',
        display: 'grid',
        placeContent: 'center',
        justifyItems: 'center',
        gap: 1,
        p: 3,
        textAlign: 'center',
      }}
    >
      <Typography component="h1" variant="h2">
        {t('app.crashed')}
      </Typography>
      <Typography sx={{ color: 'text.secondary' }}>{t('app.crashedAdvice')}</Typography>
      <Button variant="contained" sx={{ mt: 1 }} onClick={() => window.location.assign('/')}>
        {t('app.reload')}
      </Button>
    </Box>
  );
}
