import { Box, Button, Paper, TextField, Typography } from '@mui/material';
import type { LoginState, Trouble } from '@rostra/core/dashboard';
import { LanguageSwitch, Wordmark } from '@rostra/react';
import { useEffect, useState, type FormEvent } from 'react';
import { call } from './client';
import { TroubleAlert } from './parts';
import { useAction } from './useAction';
import { useText } from './useText';

/** As the server has it. */
const MIN_PASSWORD = 10;
const MAX_PASSWORD = 256;

export interface EntrancePageProps {
  /** Null until the server has said who we are. */
  state: LoginState | null;
  trouble: Trouble | null;
  /** Of a link by which the password is chosen. */
  token: string | null;
  onRetry: () => void;
  onEnter: () => void;
}

/** The way into the dashboard: the password, or a link to choose it. */
export function EntrancePage({ state, trouble, token, onRetry, onEnter }: EntrancePageProps) {
  const { t } = useText();
  useEffect(() => {
    document.title = `${t('entrance.title')} · Rostra`;
  }, [t]);
  return (
    <Box sx={{ minHeight: '100dvh', display: 'flex', flexDirection: 'column' }}>
      <Box component="header" sx={{ display: 'flex', alignItems: 'center', px: { xs: 2, sm: 3 }, py: 1.5 }}>
        <Wordmark />
        <Box sx={{ flex: 1 }} />
        <LanguageSwitch />
      </Box>
      <Box component="main" sx={{ flex: 1, display: 'grid', placeItems: 'center', p: 2 }}>
        <Paper variant="outlined" sx={{ width: '100%', maxWidth: 440, p: { xs: 2.5, sm: 4 } }}>
          <TroubleAlert trouble={trouble} retry={onRetry} />
          {token !== null ? (
            <ChoosePassword token={token} onEnter={onEnter} />
          ) : (
            state !== null && (state.password_set ? <LogIn onEnter={onEnter} /> : <NoPassword />)
          )}
        </Paper>
      </Box>
    </Box>
  );
}

function LogIn({ onEnter }: { onEnter: () => void }) {
  const { t } = useText();
  const [password, setPassword] = useState('');
  const action = useAction();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run(() => call('POST', '/dashboard/api/login', { password }), onEnter);
  };
  const wrong = action.trouble?.kind === 'logged-out';
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'grid', gap: 2.5 }}>
      <Typography variant="h1">{t('entrance.title')}</Typography>
      {!wrong && <TroubleAlert trouble={action.trouble} />}
      <TextField
        type="password"
        label={t('entrance.password')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={wrong}
        helperText={wrong ? t('entrance.wrong') : undefined}
        autoComplete="current-password"
        autoFocus
        required
        slotProps={{ htmlInput: { maxLength: MAX_PASSWORD }, formHelperText: { role: 'alert' } }}
      />
      <Button type="submit" variant="contained" size="large" disabled={action.busy}>
        {t('entrance.logIn')}
      </Button>
      <Typography sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>{t('entrance.forgotten')}</Typography>
      <Command text="./rostra password" />
    </Box>
  );
}

function NoPassword() {
  const { t } = useText();
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Typography variant="h1">{t('entrance.noPassword')}</Typography>
      <Typography>{t('entrance.noPasswordAdvice')}</Typography>
      <Command text="./rostra password" />
    </Box>
  );
}

function Command({ text }: { text: string }) {
  return (
    <Box
      component="code"
      sx={{ fontSize: '0.875rem', bgcolor: 'action.hover', borderRadius: 1, px: 1.25, py: 0.75, justifySelf: 'start' }}
    >
      {text}
    </Box>
  );
}

function ChoosePassword({ token, onEnter }: { token: string; onEnter: () => void }) {
  const { t } = useText();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const action = useAction();
  const short = Array.from(password).length < MIN_PASSWORD;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (short) return;
    void action.run(() => call('POST', '/dashboard/api/setup', { token, password }), onEnter);
  };
  const used = action.trouble?.kind === 'logged-out';
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 2.5 }}>
      <Typography variant="h1">{t('entrance.choose')}</Typography>
      {used ? (
        <Box role="alert" sx={{ display: 'grid', gap: 1, color: 'error.main' }}>
          {t('entrance.linkUsed')}
          <Command text="./rostra password" />
        </Box>
      ) : (
        <TroubleAlert trouble={action.trouble} />
      )}
      {/* Password managers file the password under a name. */}
      <input type="text" name="username" autoComplete="username" value="operator" readOnly hidden />
      <TextField
        type="password"
        label={t('entrance.newPassword')}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={tried && short}
        helperText={t('entrance.rule', { count: MIN_PASSWORD })}
        autoComplete="new-password"
        autoFocus
        slotProps={{ htmlInput: { maxLength: MAX_PASSWORD } }}
      />
      <Button type="submit" variant="contained" size="large" disabled={action.busy}>
        {t('entrance.save')}
      </Button>
    </Box>
  );
}
