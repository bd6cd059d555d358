import { Box, Button, MenuItem, TextField } from '@mui/material';
import {
  audienceDraft,
  audienceErrors,
  MOST_SIZES,
  withAudience,
  type Destinations,
  type Rewind,
} from '@rostra/core/dashboard';
import { useState, type FormEvent } from 'react';
import type { Answer } from '../client';
import { Quiet, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useText } from '../useText';
import { fieldGrid, NumberField } from './fields';

const REWINDS: readonly Rewind[] = ['server', 'window', 'event'];

export interface AudienceEditorProps {
  destinations: Destinations;
  save: (destinations: Destinations) => Promise<Answer<unknown>>;
  onSaved: () => void;
}

/** Choices are sentences, which want more room than numbers. */
const WIDE = { xs: 'minmax(0, 1fr)', sm: 'repeat(auto-fill, minmax(17rem, 1fr))' };

/** What viewers of the live stream are offered. */
export function AudienceEditor({ destinations, save, onSaved }: AudienceEditorProps) {
  const { t } = useText();
  const [saved] = useState(() => audienceDraft(destinations));
  const [draft, setDraft] = useState(saved);
  const action = useAction();
  const errors = audienceErrors(draft);
  const wrong = Object.keys(errors).length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) void action.run(() => save(withAudience(destinations, draft)), onSaved);
  };
  return (
    <Section title={t('audience.title')}>
      <Quiet>{t('audience.hint')}</Quiet>
      <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 2, mt: 2 }}>
        <Box sx={{ ...fieldGrid, gridTemplateColumns: WIDE }}>
          <TextField
            select
            size="small"
            label={t('audience.rewind')}
            value={draft.rewind}
            onChange={(event) => setDraft({ ...draft, rewind: event.target.value as Rewind })}
          >
            {REWINDS.map((each) => (
              <MenuItem key={each} value={each}>
                {t(`rewind.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          {draft.rewind === 'window' && (
            <NumberField
              label={t('audience.seconds')}
              path="seconds"
              value={draft.seconds}
              step={2}
              errors={errors}
              onChange={(seconds) => setDraft({ ...draft, seconds })}
            />
          )}
          <TextField
            select
            size="small"
            label={t('audience.sizes')}
            value={draft.sizes}
            onChange={(event) => setDraft({ ...draft, sizes: Number(event.target.value) })}
          >
            {Array.from({ length: MOST_SIZES + 1 }, (_, count) => (
              <MenuItem key={count} value={count}>
                {count === 0 ? t('audience.allSizes') : count}
              </MenuItem>
            ))}
          </TextField>
        </Box>
        <TroubleAlert trouble={action.trouble} />
        <Box>
          <Button type="submit" variant="contained" disabled={action.busy || wrong || draft === saved}>
            {t('action.save')}
          </Button>
        </Box>
      </Box>
    </Section>
  );
}
