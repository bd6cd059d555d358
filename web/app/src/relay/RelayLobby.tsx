import { Box, Button, Checkbox, CircularProgress, Divider, FormControlLabel, Paper, Typography } from '@mui/material';
import { cleanName, roomIdIn, type Problem } from '@rostra/core';
import { Field, PageShell, ProblemAlert, recall, remember, useLanguage } from '@rostra/react';
import { useRef, useState, type FormEvent } from 'react';

export interface RelayWish {
  readonly name: string;
  /** Null to make one. */
  readonly room: string | null;
  readonly audio: boolean;
  readonly video: boolean;
}

export interface RelayLobbyProps {
  /** The room in the address. */
  room: string | null;
  entering: boolean;
  problem: Problem | null;
  onEnter: (wish: RelayWish) => void;
}

const MAX_RELAY_NAME = 64;

/** Who are you, and which room: the one of the link, one by its id, or a new one. */
export function RelayLobby({ room, entering, problem, onEnter }: RelayLobbyProps) {
  const { t } = useLanguage();
  const [name, setName] = useState(recall('name') ?? '');
  const [nameMissing, setNameMissing] = useState(false);
  const [wanted, setWanted] = useState('');
  const [roomMissing, setRoomMissing] = useState(false);
  const [audio, setAudio] = useState(recall('microphone') !== 'off');
  const [video, setVideo] = useState(recall('camera') !== 'off');
  const nameField = useRef<HTMLInputElement>(null);
  const invited = room !== null && problem?.kind !== 'relay-room-not-found';

  const enter = (chosen: string | null) => {
    const clean = cleanName(name).slice(0, MAX_RELAY_NAME);
    setNameMissing(clean === '');
    if (clean === '') {
      nameField.current?.focus();
      return;
    }
    remember('microphone', audio ? 'on' : 'off');
    remember('camera', video ? 'on' : 'off');
    onEnter({ name: clean, room: chosen, audio, video });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter(invited ? room : null);
  };
  const join = (event: FormEvent) => {
    event.preventDefault();
    const id = roomIdIn(wanted);
    setRoomMissing(id === '');
    if (id !== '') enter(id);
  };

  return (
    <PageShell>
      <Box
        sx={{
          display: 'grid',
          alignContent: 'start',
          justifyItems: 'center',
          px: { xs: 2, sm: 3 },
          pt: { xs: 1, md: 5 },
          pb: 6,
        }}
      >
        <Paper
          variant="outlined"
          sx={{
            width: '100%',
            maxWidth: 520,
            p: { xs: 2.5, sm: 4 },
            display: 'grid',
            gridTemplateColumns: 'minmax(0, 1fr)',
            gap: 2.5,
          }}
        >
          <Box>
            <Typography variant="h1">{t(invited ? 'join.title' : 'relay.title')}</Typography>
            <Typography sx={{ color: 'text.secondary', mt: 0.75, fontSize: '0.9375rem' }}>
              {t('relay.intro')}
            </Typography>
          </Box>
          <Box aria-live="polite" sx={{ display: 'grid', gap: 1.5, '&:empty': { display: 'none' } }}>
            {!isSecureContext && <ProblemAlert problem={{ kind: 'insecure-page' }} />}
            {problem && <ProblemAlert problem={problem} />}
          </Box>
          <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 2 }}>
            <Field
              label={t('join.name')}
              value={name}
              onValue={setName}
              wrong={nameMissing ? t('join.nameMissing') : undefined}
              field={nameField}
              autoComplete="name"
              autoFocus={name === ''}
              disabled={entering}
              input={{ maxLength: MAX_RELAY_NAME, dir: 'auto' }}
            />
            <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, mt: -1 }}>
              <FormControlLabel
                control={<Checkbox checked={video} onChange={(_, on) => setVideo(on)} disabled={entering} />}
                label={t('join.camera')}
              />
              <FormControlLabel
                control={<Checkbox checked={audio} onChange={(_, on) => setAudio(on)} disabled={entering} />}
                label={t('join.microphone')}
              />
            </Box>
            <Button type="submit" variant="contained" size="large" disabled={entering} sx={{ gap: 1, minHeight: 48 }}>
              {entering && <CircularProgress size={18} color="inherit" aria-hidden="true" />}
              {t(
                invited ? (entering ? 'join.joining' : 'relay.joinThis') : entering ? 'relay.creating' : 'relay.create',
              )}
            </Button>
          </Box>
          {!invited && (
            <>
              <Divider sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>{t('relay.or')}</Divider>
              <Box
                component="form"
                noValidate
                onSubmit={join}
                sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}
              >
                <Field
                  label={t('relay.room')}
                  value={wanted}
                  onValue={setWanted}
                  wrong={roomMissing ? t('relay.roomMissing') : undefined}
                  disabled={entering}
                  input={{ autoCapitalize: 'off', spellCheck: false }}
                />
                <Button type="submit" variant="outlined" disabled={entering} sx={{ minHeight: 56 }}>
                  {t('join.join')}
                </Button>
              </Box>
            </>
          )}
        </Paper>
      </Box>
    </PageShell>
  );
}
