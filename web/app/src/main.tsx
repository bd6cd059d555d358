import { CssBaseline, ThemeProvider } from '@mui/material';
import { LanguageProvider, theme } from '@rostra/react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { CrashScreen } from './CrashScreen';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no #root');
}
createRoot(root).render(
  <ThemeProvider theme={theme}>
    <CssBaseline />
    <LanguageProvider>
      <CrashScreen>
        <App />
      </CrashScreen>
    </LanguageProvider>
  </ThemeProvider>,
);
