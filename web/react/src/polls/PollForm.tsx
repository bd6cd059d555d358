import { Box, Button, TextField } from '@mui/material';
import { MAX_POLL_OPTIONS, pollDraft } from '@rostra/core';
import { useState, type FormEvent } from 'react';
import { useLanguage } from '../i18n';

/** A question and its answers, an answer in a line. */
export function PollForm({ onCreate }: { onCreate: (question: string, options: readonly string[]) => void }) {
  const { t } = useLanguage();
  const [question, setQuestion] = useState('');
  const [answers, setAnswers] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const draft = pollDraft(question, answers);
    setWrong(draft === null);
    if (draft === null) return;
    onCreate(draft.question, draft.options);
    setQuestion('');
    setAnswers('');
  };
  return (
    <Box component="form" noValidate onSubmit={submit} sx={{ display: 'grid', gap: 1.5 }}>
      <TextField
        size="small"
        label={t('polls.question')}
        value={question}
        onChange={(event) => setQuestion(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 500, dir: 'auto' } }}
      />
      <TextField
        size="small"
        label={t('polls.answers')}
        value={answers}
        onChange={(event) => setAnswers(event.target.value)}
        multiline
        minRows={2}
        error={wrong}
        helperText={wrong ? t('polls.incomplete', { count: MAX_POLL_OPTIONS }) : undefined}
        slotProps={{ htmlInput: { dir: 'auto' } }}
      />
      <Button type="submit" variant="outlined" size="small">
        {t('polls.start')}
      </Button>
    </Box>
  );
}
