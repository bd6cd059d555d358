import { Box, Button, Typography } from '@mui/material';
import type { Recipient } from '@rostra/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { useLanguage } from '../i18n';
import { ChatInput } from './ChatInput';
import { ChatMessage, type ChatLine } from './ChatMessage';

export interface ChatPanelProps {
  lines: readonly ChatLine[];
  recipients: readonly Recipient[];
  /** Resolves to false when the message could not be sent; it then stays in the box. */
  onSend: (text: string, recipient: Recipient) => Promise<boolean>;
}

/** The chat. It follows the newest message unless the reader has scrolled up. */
export function ChatPanel({ lines, recipients, onSend }: ChatPanelProps) {
  const { t } = useLanguage();
  const list = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const toEnd = () => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  };
  useLayoutEffect(() => {
    if (following) toEnd();
  }, [lines.length, following]);
  const onScroll = () => {
    const element = list.current;
    if (element) setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < 48);
  };
  return (
    <Box sx={{ flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column', position: 'relative' }}>
      <Box
        ref={list}
        role="log"
        aria-label={t('room.chat')}
        tabIndex={0}
        onScroll={onScroll}
        sx={{ flex: 1, minHeight: 0, overflowY: 'auto', p: 1.5, display: 'flex', flexDirection: 'column' }}
      >
        {lines.length === 0 ? (
          <Typography sx={{ m: 'auto', color: 'text.secondary' }}>{t('chat.empty')}</Typography>
        ) : (
          <Box
            component="ul"
            sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: 1.25 }}
          >
            {lines.map((line) => (
              <ChatMessage key={line.id} line={line} />
            ))}
          </Box>
        )}
      </Box>
      {!following && (
        <Button
          size="small"
          variant="contained"
          onClick={() => setFollowing(true)}
          sx={{ alignSelf: 'center', mt: -5, mb: 1, borderRadius: 4, zIndex: 1 }}
        >
          {t('chat.newest')}
        </Button>
      )}
      <ChatInput recipients={recipients} onSend={onSend} />
    </Box>
  );
}
