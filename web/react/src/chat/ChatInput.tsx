import { Box, IconButton, InputBase, NativeSelect, Typography } from '@mui/material';
import {
  assertNever,
  chosenRecipient,
  MAX_MESSAGE_LENGTH,
  recipientKey,
  roleName,
  type Recipient,
  type Translate,
} from '@rostra/core';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { Icon } from '../components/Icon';
import { useLanguage } from '../i18n';
import type { Chat, SlowMode } from '../hooks/useChat';
import { useWait } from '../hooks/useWait';

export interface ChatInputProps {
  recipients: readonly Recipient[];
  onSend: Chat['send'];
  slowMode: SlowMode;
}

/** Recipient, text and the button to send; Enter sends, Shift+Enter breaks the line. */
export function ChatInput({ recipients, onSend, slowMode }: ChatInputProps) {
  const { t } = useLanguage();
  const [text, setText] = useState('');
  const [key, setKey] = useState('everyone');
  const [sending, setSending] = useState(false);
  const recipient = chosenRecipient(key, recipients);
  const wait = useWait(slowMode.seconds, slowMode.sentAt);
  const ready = text.trim() !== '' && recipient !== null && !sending && wait === 0;

  const send = async () => {
    if (!ready) return;
    setSending(true);
    const sent = await onSend(text.trim(), recipient);
    setSending(false);
    if (sent) setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes (Chinese, Japanese), Enter belongs to it.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send();
    }
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };

  return (
    <Box component="form" onSubmit={onSubmit} sx={{ p: 1.5, pt: 1, borderTop: 1, borderColor: 'divider' }}>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 0.5,
          fontSize: '0.8125rem',
          color: 'text.secondary',
          mb: 0.5,
        }}
      >
        <Box component="label" htmlFor="chat-recipient" sx={{ flexShrink: 0 }}>
          {t('chat.to')}
        </Box>
        <NativeSelect
          id="chat-recipient"
          disableUnderline
          value={recipient === null ? '' : key}
          onChange={(event) => setKey(event.target.value)}
          sx={{
            fontSize: 'inherit',
            flex: 1,
            minWidth: 0,
            maxWidth: '100%',
            '& select': { pl: 0.75, borderRadius: 1, textOverflow: 'ellipsis' },
          }}
        >
          {recipient === null && <option value="" />}
          {recipients.map((choice) => (
            <option key={recipientKey(choice)} value={recipientKey(choice)}>
              {recipientWords(choice, t)}
            </option>
          ))}
        </NativeSelect>
      </Box>
      {recipient === null && (
        <Typography role="alert" variant="caption" sx={{ color: 'error.main', display: 'block', mb: 0.5 }}>
          {t('chat.peerLeft')}
        </Typography>
      )}
      {slowMode.seconds > 0 && slowMode.set === undefined && (
        <Typography variant="caption" sx={{ display: 'block', color: 'text.secondary', mb: 0.5 }}>
          {wait > 0 ? t('chat.wait', { seconds: wait }) : t('chat.slow', { seconds: slowMode.seconds })}
        </Typography>
      )}
      <Box sx={{ display: 'flex', alignItems: 'flex-end', bgcolor: 'action.hover', borderRadius: 1.5, pl: 1.5 }}>
        <InputBase
          multiline
          maxRows={5}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder={t('chat.placeholder')}
          inputProps={{
            'aria-label': t('chat.message'),
            maxLength: MAX_MESSAGE_LENGTH,
            dir: 'auto',
            enterKeyHint: 'send',
          }}
          sx={{ flex: 1, py: 1, fontSize: '0.9375rem' }}
        />
        <IconButton type="submit" aria-label={t('chat.send')} disabled={!ready} color="primary" sx={{ m: 0.25 }}>
          <Icon name="send" />
        </IconButton>
      </Box>
    </Box>
  );
}

/** A recipient as the reader names it. */
export function recipientWords(recipient: Recipient, t: Translate): string {
  switch (recipient.to) {
    case 'everyone':
      return t('chat.everyone');
    case 'role':
      return t('chat.toRole', { role: roleName(recipient.role, t) });
    case 'peer':
      return recipient.name;
    default:
      return assertNever(recipient);
  }
}
