import { CssBaseline, ThemeProvider } from '@mui/material';
import { firstLanguage, LanguageProvider, theme } from '@rostra/react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { CrashScreen } from './CrashScreen';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no #root');
}
const page = createRoot(root);
// No top-level await: the bundler would make many small chunks of what is one.
void firstLanguage().then((language) =>
  page.render(
    <ThemeProvider theme={theme}>
      <CssBaseline />
      <LanguageProvider first={language}>
        <CrashScreen>
          <App />
        </CrashScreen>
      </LanguageProvider>
    </ThemeProvider>,
  ),
);
