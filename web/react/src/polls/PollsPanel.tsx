import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import type { Polls } from '../hooks/usePolls';
import { useLanguage } from '../i18n';
import { PollCard } from './PollCard';

export interface PollsPanelProps {
  polls: Polls;
  /** Who may make polls may also end them. */
  mayWrite: boolean;
  /** The form for a new one. */
  form: ReactNode;
}

/** The polls of the room, newest first. */
export function PollsPanel({ polls, mayWrite, form }: PollsPanelProps) {
  const { t } = useLanguage();
  return (
    <Box
      tabIndex={0}
      role="region"
      aria-label={t('polls.title')}
      sx={{ flex: 1, minHeight: 0, overflowY: 'auto', p: 1.5, display: 'grid', gap: 1.5, alignContent: 'start' }}
    >
      {mayWrite && form}
      {polls.polls.length === 0 && (
        <Typography sx={{ color: 'text.secondary', textAlign: 'center', mt: 2 }}>{t('polls.none')}</Typography>
      )}
      {polls.polls.map((poll) => (
        <PollCard
          key={poll.id}
          poll={poll}
          onVote={(option) => polls.vote(poll.id, option)}
          onStop={mayWrite && poll.running ? () => polls.stop(poll.id) : undefined}
        />
      ))}
    </Box>
  );
}
