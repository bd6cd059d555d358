import { Box, Button, Paper, Typography } from '@mui/material';
import { showsResults, voteShare, type Poll } from '@rostra/core';
import { useLanguage } from '../i18n';

export interface PollCardProps {
  poll: Poll;
  onVote: (option: number) => void;
  onStop: (() => void) | undefined;
}

/** One poll: buttons to answer, then how all have answered. */
export function PollCard({ poll, onVote, onStop }: PollCardProps) {
  const { t } = useLanguage();
  const results = showsResults(poll);
  return (
    <Paper
      variant="outlined"
      component="article"
      data-testid="poll"
      sx={{ p: 1.5, display: 'grid', gap: 1, minWidth: 0 }}
    >
      <Typography dir="auto" sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
        {poll.question}
      </Typography>
      {poll.options.map((option) =>
        results ? (
          <Result
            key={option.index}
            text={option.text}
            share={voteShare(poll, option)}
            mine={option.index === poll.chosen}
          />
        ) : (
          <Button
            key={option.index}
            variant="outlined"
            size="small"
            onClick={() => onVote(option.index)}
            sx={{ justifyContent: 'flex-start', textAlign: 'start', overflowWrap: 'anywhere' }}
          >
            {option.text}
          </Button>
        ),
      )}
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography sx={{ flex: 1, fontSize: '0.8125rem', color: 'text.secondary' }}>
          {t(poll.running ? 'polls.running' : 'polls.over')}
        </Typography>
        {onStop && (
          <Button size="small" color="inherit" onClick={onStop}>
            {t('polls.stop')}
          </Button>
        )}
      </Box>
    </Paper>
  );
}

function Result({ text, share, mine }: { text: string; share: number; mine: boolean }) {
  const { t } = useLanguage();
  return (
    <Box>
      <Box sx={{ display: 'flex', gap: 1, fontSize: '0.9375rem' }}>
        <Box dir="auto" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere', fontWeight: mine ? 650 : 400 }}>
          {text}
          {mine && ` (${t('polls.yours')})`}
        </Box>
        <Box sx={{ fontVariantNumeric: 'tabular-nums' }}>{share} %</Box>
      </Box>
      <Box aria-hidden="true" sx={{ height: 6, borderRadius: 3, bgcolor: 'action.selected', overflow: 'hidden' }}>
        <Box sx={{ height: 1, width: `${share}%`, bgcolor: 'primary.main' }} />
      </Box>
    </Box>
  );
}
