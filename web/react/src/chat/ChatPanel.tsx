import { Box, Button, Typography } from '@mui/material';
import { useLayoutEffect, useRef, useState } from 'react';
import { useLanguage } from '../i18n';
import { ChatInput } from './ChatInput';
import { ChatMessage } from './ChatMessage';
import type { Chat, SlowMode } from '../hooks/useChat';
import { SlowModeChoice } from './SlowModeChoice';

/** A chat; one without rules has no `slowMode`, and one where nothing can be taken back no `remove`. */
export type PanelChat = Pick<Chat, 'lines' | 'recipients' | 'send'> & Partial<Pick<Chat, 'remove' | 'slowMode'>>;

const NO_RULES: SlowMode = { seconds: 0, sentAt: null };

/** The chat. It follows the newest message unless the reader has scrolled up. */
export function ChatPanel({ chat }: { chat: PanelChat }) {
  const { t } = useLanguage();
  const { lines, slowMode = NO_RULES } = chat;
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
      {slowMode.set && <SlowModeChoice seconds={slowMode.seconds} onChange={slowMode.set} />}
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
              <ChatMessage key={line.id} line={line} onRemove={() => chat.remove?.(line)} />
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
      <ChatInput recipients={chat.recipients} onSend={chat.send} slowMode={slowMode} />
    </Box>
  );
}
