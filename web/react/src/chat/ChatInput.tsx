import { Box, IconButton, InputBase, NativeSelect, Typography } from '@mui/material';
import {
  assertNever,
  chosenRecipient,
  insertText,
  MAX_MESSAGE_LENGTH,
  recipientKey,
  roleName,
  type Recipient,
  type Translate,
} from '@rostra/core';
import { lazy, Suspense, useLayoutEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { Icon } from '../components/Icon';
import { useLanguage } from '../i18n';
import type { Chat, SlowMode } from '../hooks/useChat';
import { useWait } from '../hooks/useWait';

const EmojiPicker = lazy(() => import('./EmojiPicker'));

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
  const [picking, setPicking] = useState<HTMLElement | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
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
  // What was picked stands where one was writing, and one writes on behind it.
  useLayoutEffect(() => {
    if (picking !== null || caret.current === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text, picking]);
  const closePicker = () => {
    caret.current = field.current?.selectionStart ?? text.length;
    setPicking(null);
  };
  const pick = (emoji: string) => {
    closePicker();
    const { selectionStart, selectionEnd } = field.current ?? {
      selectionStart: text.length,
      selectionEnd: text.length,
    };
    const changed = insertText(text, selectionStart, selectionEnd, emoji, MAX_MESSAGE_LENGTH);
    if (changed === null) return;
    caret.current = changed.caret;
    setText(changed.text);
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
      <Box sx={{ display: 'flex', alignItems: 'flex-end', bgcolor: 'action.hover', borderRadius: 1.5 }}>
        <IconButton
          aria-label={t('emoji.title')}
          title={t('emoji.title')}
          aria-haspopup="dialog"
          aria-expanded={picking !== null}
          onClick={(event) => setPicking(event.currentTarget)}
          sx={{ m: 0.25, color: 'text.secondary' }}
        >
          <Icon name="emoji" />
        </IconButton>
        <InputBase
          multiline
          inputRef={field}
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
      {picking !== null && (
        <Suspense fallback={null}>
          <EmojiPicker anchor={picking} onPick={pick} onClose={closePicker} />
        </Suspense>
      )}
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
