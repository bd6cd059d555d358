import { Box, Link } from '@mui/material';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n';
import { LanguageSwitch } from './LanguageSwitch';
import { Wordmark } from './Wordmark';

/** Header and area of a page that scrolls: everything but rooms. */
export function PageShell({ children }: { children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <Box sx={{ minHeight: '100dvh', display: 'flex', flexDirection: 'column' }}>
      <Box component="header" sx={{ display: 'flex', alignItems: 'center', px: { xs: 2, sm: 3 }, py: 1.5 }}>
        <Link href="/" aria-label={t('app.home')} color="inherit" underline="none">
          <Wordmark />
        </Link>
        <Box sx={{ flex: 1 }} />
        <LanguageSwitch />
      </Box>
      <Box component="main" sx={{ flex: 1, display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' }}>
        {children}
      </Box>
    </Box>
  );
}
