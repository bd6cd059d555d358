import { Box, Button, TextField } from '@mui/material';
import type { Template } from '@rostra/core/dashboard';
import { useState, type FormEvent } from 'react';
import type { Answer } from '../client';
import { Quiet, Section, TroubleAlert } from '../parts';
import { useAction } from '../useAction';
import { useText } from '../useText';

export interface JsonEditorProps {
  template: Template;
  save: (template: object) => Promise<Answer<unknown>>;
  onSaved: () => void;
}

/** The whole template as the API writes it: for what the forms above have no field for. */
export function JsonEditor({ template, save, onSaved }: JsonEditorProps) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const [saved] = useState(() => JSON.stringify(template, null, 2));
  const [text, setText] = useState(saved);
  const action = useAction();
  const parsed = objectOf(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed !== null) void action.run(() => save(parsed), onSaved);
  };
  return (
    <Section
      title={t('json.title')}
      action={
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'json.close' : 'json.open')}
        </Button>
      }
    >
      <Quiet>{t('json.hint')}</Quiet>
      {open && (
        <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 2, mt: 2 }}>
          <TextField
            multiline
            minRows={8}
            maxRows={30}
            label={t('json.title')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            error={parsed === null}
            helperText={parsed === null ? t('json.wrong') : undefined}
            slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: 'monospace', fontSize: '0.8125rem' } } }}
          />
          <TroubleAlert trouble={action.trouble} />
          <Box>
            <Button type="submit" variant="contained" disabled={action.busy || parsed === null || text === saved}>
              {t('action.save')}
            </Button>
          </Box>
        </Box>
      )}
    </Section>
  );
}

function objectOf(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
