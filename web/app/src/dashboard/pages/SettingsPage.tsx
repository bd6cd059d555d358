import { Alert, Box, Button, MenuItem, TextField } from '@mui/material';
import { useColorScheme } from '@mui/material/styles';
import { languages, type Language } from '@rostra/core';
import type { AuditEntry, LoginState, Page } from '@rostra/core/dashboard';
import { useLanguage } from '@rostra/react';
import { useState, type FormEvent } from 'react';
import { useDashboard } from '../context';
import { Blank, PageTitle, Quiet, Row, Rows, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useResource } from '../useResource';
import { useText } from '../useText';

const MODES = ['system', 'light', 'dark'] as const;

/** The operator's own settings, and what operators did. */
export function SettingsPage() {
  const { t } = useText();
  return (
    <>
      <PageTitle title={t('nav.settings')} />
      <Appearance />
      <Password />
      <Browsers />
      <AuditLog />
    </>
  );
}

function Appearance() {
  const { t } = useText();
  const { language, setLanguage } = useLanguage();
  const { mode, setMode } = useColorScheme();
  return (
    <Section title={t('settings.appearance')}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        <TextField
          select
          size="small"
          label={t('settings.language')}
          value={language}
          onChange={(event) => setLanguage(event.target.value as Language)}
          sx={{ minWidth: 180 }}
        >
          {Object.entries(languages).map(([tag, name]) => (
            <MenuItem key={tag} value={tag} lang={tag}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          select
          size="small"
          label={t('settings.theme')}
          value={mode ?? 'system'}
          onChange={(event) => setMode(event.target.value as (typeof MODES)[number])}
          sx={{ minWidth: 180 }}
        >
          {MODES.map((each) => (
            <MenuItem key={each} value={each}>
              {t(`theme.${each}`)}
            </MenuItem>
          ))}
        </TextField>
      </Box>
    </Section>
  );
}

function Password() {
  const { t } = useText();
  const { call } = useDashboard();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const action = useAction();
  const wrong = action.trouble?.kind === 'refused';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setDone(false);
    void action.run(
      () => call('POST', '/dashboard/api/password', { current, password: next }),
      () => {
        setCurrent('');
        setNext('');
        setDone(true);
      },
    );
  };
  return (
    <Section title={t('settings.password')}>
      <Box component="form" onSubmit={submit} sx={{ display: 'grid', gap: 2, maxWidth: 400 }}>
        {!wrong && <TroubleAlert trouble={action.trouble} />}
        {done && <Alert severity="success">{t('settings.passwordChanged')}</Alert>}
        <input type="text" name="username" autoComplete="username" value="operator" readOnly hidden />
        <TextField
          type="password"
          size="small"
          label={t('settings.current')}
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          error={wrong}
          helperText={wrong ? t('entrance.wrong') : undefined}
          autoComplete="current-password"
          required
          slotProps={{ htmlInput: { maxLength: 256 } }}
        />
        <TextField
          type="password"
          size="small"
          label={t('entrance.newPassword')}
          value={next}
          onChange={(event) => setNext(event.target.value)}
          helperText={t('entrance.rule', { count: 10 })}
          autoComplete="new-password"
          required
          slotProps={{ htmlInput: { minLength: 10, maxLength: 256 } }}
        />
        <Box>
          <Button type="submit" variant="contained" disabled={action.busy}>
            {t('settings.change')}
          </Button>
        </Box>
      </Box>
    </Section>
  );
}

function Browsers() {
  const { t } = useText();
  const { call, logOut } = useDashboard();
  const state = useResource<LoginState>('/dashboard/api/session');
  const action = useAction();
  const others = (state.value?.browsers ?? 1) - 1;
  return (
    <Section title={t('settings.browsers')}>
      <TroubleAlert trouble={action.trouble} />
      <Quiet>{others === 0 ? t('settings.onlyThis') : t('settings.others', { count: others })}</Quiet>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1 }}>
        <Button
          variant="outlined"
          disabled={action.busy || others === 0}
          onClick={() => void action.run(() => call('POST', '/dashboard/api/logout-others'), state.reload)}
        >
          {t('settings.logOutOthers')}
        </Button>
        <Button variant="outlined" onClick={logOut}>
          {t('entrance.logOut')}
        </Button>
      </Box>
    </Section>
  );
}

function AuditLog() {
  const { t, dateTime } = useText();
  const log = useResource<Page<AuditEntry>>('/v2/audit-log?limit=50');
  return (
    <Section title={t('settings.audit')}>
      <TroubleAlert trouble={log.trouble} />
      {log.value === null ? (
        <Blank>{t('state.loading')}</Blank>
      ) : (
        <Rows label={t('settings.audit')}>
          {log.value.data.map((entry) => (
            <Row key={entry.id} columns="minmax(0, 1fr) auto">
              <Box sx={{ minWidth: 0 }}>
                <Box sx={{ overflowWrap: 'anywhere' }}>{entry.action}</Box>
                <Quiet>
                  {entry.actor} {entry.subject !== '' && `· ${entry.subject}`}
                </Quiet>
              </Box>
              <Quiet>{dateTime(entry.created_at)}</Quiet>
            </Row>
          ))}
        </Rows>
      )}
    </Section>
  );
}
