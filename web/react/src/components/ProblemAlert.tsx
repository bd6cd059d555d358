import { Alert, AlertTitle, Box, Button, IconButton } from '@mui/material';
import { problemWords, type Problem } from '@rostra/core';
import { useLanguage } from '../i18n';
import { Icon } from './Icon';

export interface ProblemAlertProps {
  problem: Problem;
  onDismiss?: (() => void) | undefined;
  /** A button that mends the problem, where there is one. */
  action?: { label: string; run: () => void } | undefined;
}

/** What happened, what to do, and small below it what the other side said. */
export function ProblemAlert({ problem, onDismiss, action }: ProblemAlertProps) {
  const { t } = useLanguage();
  const { title, advice } = problemWords(problem, t);
  return (
    <Alert
      severity="warning"
      variant="outlined"
      icon={false}
      data-problem={problem.kind}
      sx={{ bgcolor: 'background.paper', textAlign: 'start' }}
      action={
        onDismiss && (
          <IconButton size="small" color="inherit" aria-label={t('app.dismiss')} onClick={onDismiss}>
            <Icon name="close" size={18} />
          </IconButton>
        )
      }
    >
      <AlertTitle sx={{ mb: 0.25, fontWeight: 600 }}>{title}</AlertTitle>
      <Box sx={{ color: 'text.primary' }}>{advice}</Box>
      {problem.detail !== undefined && (
        <Box sx={{ mt: 0.5, fontSize: '0.75rem', color: 'text.secondary' }}>
          {t('app.details', { detail: problem.detail.slice(0, 300) })}
        </Box>
      )}
      {action && (
        <Button size="small" variant="outlined" color="inherit" sx={{ mt: 1 }} onClick={action.run}>
          {action.label}
        </Button>
      )}
    </Alert>
  );
}
