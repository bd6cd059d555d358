import { Box, Button, TextField } from '@mui/material';
import { freeName, rtmpDrafts, rtmpErrors, withRtmp, type Destinations, type RtmpDraft } from '@rostra/core/dashboard';
import { useState, type FormEvent } from 'react';
import type { Answer } from '../client';
import { Blank, Quiet, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useText } from '../useText';
import { useFieldWords } from './fields';

export interface DestinationsEditorProps {
  destinations: Destinations;
  save: (destinations: Destinations) => Promise<Answer<unknown>>;
  onSaved: () => void;
}

/** The other servers that rooms can be sent to. */
export function DestinationsEditor({ destinations, save, onSaved }: DestinationsEditorProps) {
  const { t } = useText();
  const words = useFieldWords();
  const [saved] = useState(() => rtmpDrafts(destinations));
  const [drafts, setDrafts] = useState(saved);
  const action = useAction();
  const errors = rtmpErrors(drafts);
  const wrong = Object.keys(errors).length > 0;
  const change = (index: number, part: Partial<RtmpDraft>) =>
    setDrafts(drafts.map((draft, i) => (i === index ? { ...draft, ...part } : draft)));
  const add = () => {
    const name = freeName(
      'rtmp',
      drafts.map((draft) => draft.name),
    );
    setDrafts([...drafts, { name, urls: '' }]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) void action.run(() => save(withRtmp(destinations, drafts)), onSaved);
  };
  return (
    <Section
      title={t('destinations.title')}
      action={
        <Button size="small" onClick={add} disabled={drafts.length >= 10}>
          {t('destinations.add')}
        </Button>
      }
    >
      <Quiet>{t('destinations.hint')}</Quiet>
      <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 2, mt: 2 }}>
        {drafts.length === 0 && <Blank>{t('destinations.none')}</Blank>}
        {drafts.map((draft, index) => (
          <Box
            key={index}
            role="group"
            aria-label={draft.name}
            sx={{
              display: 'grid',
              gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: '180px minmax(0, 1fr) auto' },
              gap: 1.5,
              alignItems: 'start',
            }}
          >
            <TextField
              size="small"
              label={t('destinations.name')}
              value={draft.name}
              onChange={(event) => change(index, { name: event.target.value })}
              error={errors[`${index}.name`] !== undefined}
              helperText={words(errors[`${index}.name`])}
            />
            <TextField
              size="small"
              multiline
              maxRows={3}
              label={t('destinations.urls')}
              placeholder="rtmp://a.rtmp.example.org/live2/stream-key"
              value={draft.urls}
              onChange={(event) => change(index, { urls: event.target.value })}
              error={errors[`${index}.urls`] !== undefined}
              helperText={words(errors[`${index}.urls`]) ?? t('destinations.urlsHint')}
            />
            <Button color="error" onClick={() => setDrafts(drafts.filter((_, i) => i !== index))}>
              {t('destinations.remove')}
            </Button>
          </Box>
        ))}
        <TroubleAlert trouble={action.trouble} />
        <Box>
          <Button type="submit" variant="contained" disabled={action.busy || wrong || drafts === saved}>
            {t('action.save')}
          </Button>
        </Box>
      </Box>
    </Section>
  );
}
