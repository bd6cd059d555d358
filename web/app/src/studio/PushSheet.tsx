import { Button, TextField, Typography } from '@mui/material';
import { MAX_PUSHES, pushUrls } from '@rostra/core';
import { Sheet, useLanguage } from '@rostra/react';
import { useState, type FormEvent } from 'react';

/** Where else the stream goes: the addresses that other services give, with their keys. They are not kept. */
export function PushSheet({ onStart, onClose }: { onStart: (urls: readonly string[]) => void; onClose: () => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const urls = pushUrls(text);
    setWrong(urls === null);
    if (urls !== null) {
      onStart(urls);
      onClose();
    }
  };
  return (
    <Sheet title={t('push.title')} onClose={onClose}>
      <form noValidate onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Typography>{t('push.intro', { count: MAX_PUSHES })}</Typography>
        <TextField
          label={t('push.addresses')}
          placeholder="rtmp://live.example.org/app/stream-key"
          multiline
          minRows={2}
          value={text}
          onChange={(event) => setText(event.target.value)}
          error={wrong}
          helperText={wrong ? t('push.wrong') : undefined}
          slotProps={{
            htmlInput: { autoCapitalize: 'off', autoComplete: 'off', spellCheck: false, dir: 'ltr' },
            inputLabel: { shrink: true },
          }}
        />
        <Button type="submit" variant="contained">
          {t('push.start')}
        </Button>
      </form>
    </Sheet>
  );
}
