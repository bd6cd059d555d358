import { Box, Button, TextField } from '@mui/material';
import { destinationOf } from '@rostra/core';
import { useLanguage } from '@rostra/react';
import { useRef, useState, type FormEvent } from 'react';

/** Takes a code that was read out, a link that was pasted, or a room's id. */
export function CodeEntry() {
  const { t } = useLanguage();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const path = destinationOf(text);
    setWrong(path === null);
    if (path === null) field.current?.focus();
    else window.location.assign(path);
  };
  return (
    <Box
      component="form"
      noValidate
      onSubmit={submit}
      sx={{ display: 'flex', gap: 1, alignItems: 'flex-start', maxWidth: 552 }}
    >
      <TextField
        label={t('home.code')}
        placeholder="abc-defg-hij"
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={wrong}
        helperText={wrong ? t('home.codeWrong') : undefined}
        inputRef={field}
        sx={{ flex: 1, minWidth: 0 }}
        slotProps={{
          htmlInput: { autoCapitalize: 'off', autoComplete: 'off', spellCheck: false },
          inputLabel: { shrink: true },
        }}
      />
      <Button type="submit" variant="outlined" sx={{ minHeight: 56, flexShrink: 0 }}>
        {t('home.codeJoin')}
      </Button>
    </Box>
  );
}
