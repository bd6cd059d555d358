import { Box, Button, FormControlLabel, Switch } from '@mui/material';
import type { FieldErrors, TemplateSettings } from '@rostra/core/dashboard';
import { useState, type FormEvent } from 'react';
import type { Answer } from '../client';
import { Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useText } from '../useText';
import { fieldGrid, NumberField } from './fields';

const MOST_HISTORY = 500;

export interface SettingsEditorProps {
  settings: TemplateSettings;
  save: (settings: TemplateSettings) => Promise<Answer<unknown>>;
  onSaved: () => void;
}

/** What holds for rooms as a whole. */
export function SettingsEditor({ settings: saved, save, onSaved }: SettingsEditorProps) {
  const { t } = useText();
  const [settings, setSettings] = useState(saved);
  const action = useAction();
  const { roomState, chatHistory } = settings;
  const errors = errorsOf(settings);
  const wrong = Object.keys(errors).length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) void action.run(() => save(settings), onSaved);
  };
  const state = (change: Partial<TemplateSettings['roomState']>) =>
    setSettings({ ...settings, roomState: { ...roomState, ...change } });
  return (
    <Section title={t('settingsOf.title')}>
      <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 2 }}>
        <Box sx={fieldGrid}>
          <NumberField
            label={t('settingsOf.chatHistory')}
            hint={t('settingsOf.chatHistoryHint')}
            path="chatHistory"
            value={chatHistory}
            errors={errors}
            onChange={(next) => setSettings({ ...settings, chatHistory: next })}
          />
        </Box>
        <Box>
          <FormControlLabel
            control={<Switch checked={roomState.enabled} onChange={(_, enabled) => state({ enabled })} />}
            label={t('settingsOf.roomState')}
          />
          {roomState.enabled && (
            <FormControlLabel
              control={
                <Switch checked={roomState.sendPeerList} onChange={(_, sendPeerList) => state({ sendPeerList })} />
              }
              label={t('settingsOf.peerList')}
            />
          )}
        </Box>
        <TroubleAlert trouble={action.trouble} />
        <Box>
          <Button type="submit" variant="contained" disabled={action.busy || wrong || settings === saved}>
            {t('action.save')}
          </Button>
        </Box>
      </Box>
    </Section>
  );
}

function errorsOf({ chatHistory }: TemplateSettings): FieldErrors {
  const fine = Number.isInteger(chatHistory) && chatHistory >= 0 && chatHistory <= MOST_HISTORY;
  return fine ? {} : { chatHistory: { key: 'form.range', params: { min: 0, max: MOST_HISTORY } } };
}
