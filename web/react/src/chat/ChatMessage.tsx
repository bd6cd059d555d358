import { Box, IconButton, Link } from '@mui/material';
import { chatSpans } from '@rostra/core';
import { Icon } from '../components/Icon';
import { useLanguage } from '../i18n';

/** A message as the chat shows it; `time` in milliseconds since the epoch. */
export interface ChatLine {
  readonly id: string;
  readonly sender: string;
  readonly isLocal: boolean;
  readonly text: string;
  readonly time: number;
  /** Whom it was for, already in words; empty when for everyone. */
  readonly audience: string;
  /** Whether one may delete it for everybody. */
  readonly removable: boolean;
}

export function ChatMessage({ line, onRemove }: { line: ChatLine; onRemove: () => void }) {
  const { language, t } = useLanguage();
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  return (
    <Box
      component="li"
      data-testid="chat-message"
      sx={{ alignSelf: line.isLocal ? 'flex-end' : 'flex-start', maxWidth: '90%', minWidth: 0 }}
    >
      <Box
        sx={{
          display: 'flex',
          gap: 0.75,
          alignItems: 'baseline',
          fontSize: '0.75rem',
          color: 'text.secondary',
          px: 0.5,
        }}
      >
        <Box
          component="bdi"
          title={line.sender}
          sx={{
            fontWeight: 650,
            color: 'text.primary',
            overflow: 'hidden',
            textOverflow: 'ellipsis',
            whiteSpace: 'nowrap',
          }}
        >
          {line.sender}
        </Box>
        {line.audience !== '' && (
          <Box
            component="bdi"
            title={line.audience}
            sx={{
              color: 'primary.main',
              overflow: 'hidden',
              textOverflow: 'ellipsis',
              whiteSpace: 'nowrap',
              flexShrink: 0,
              maxWidth: '50%',
            }}
          >
            {line.audience}
          </Box>
        )}
        <Box component="time" dateTime={new Date(line.time).toISOString()} sx={{ flexShrink: 0 }}>
          {clock.format(line.time)}
        </Box>
        {line.removable && (
          <IconButton
            size="small"
            aria-label={t('chat.remove', { name: line.sender })}
            title={t('chat.removeShort')}
            onClick={onRemove}
            sx={{
              alignSelf: 'center',
              width: 24,
              height: 24,
              my: -0.5,
              color: 'inherit',
              // Where there is no pointer that hovers it is always to be seen.
              '@media (hover: hover)': { opacity: 0, 'li:hover &, &:focus-visible': { opacity: 1 } },
            }}
          >
            <Icon name="trash" size={15} />
          </IconButton>
        )}
      </Box>
      <Box
        dir="auto"
        sx={{
          mt: 0.25,
          px: 1.25,
          py: 0.75,
          borderRadius: 1.5,
          bgcolor: line.isLocal ? 'primary.main' : 'action.hover',
          color: line.isLocal ? 'primary.contrastText' : 'text.primary',
          fontSize: '0.9375rem',
          lineHeight: 1.4,
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {chatSpans(line.text).map((span, index) =>
          span.kind === 'text' ? (
            span.text
          ) : (
            <Link key={index} href={span.href} target="_blank" rel="noopener noreferrer nofollow" color="inherit">
              {span.href}
            </Link>
          ),
        )}
      </Box>
    </Box>
  );
}
