import { Alert, AlertTitle, Box } from '@mui/material';
import type { Problem } from '@rostra/core';
import type { Connection } from '../hooks/useNotices';
import { useLanguage } from '../i18n';
import { ProblemAlert } from './ProblemAlert';
import { QuestionAlert, type Question } from './QuestionAlert';

export interface NoticeStackProps {
  problems: readonly Problem[];
  connection: Connection;
  onDismiss: (problem: Problem) => void;
  onEnableSound: () => void;
  /** What others ask of us. */
  questions?: readonly Question[];
  /** Something to know that is no problem, for a few seconds. */
  word?: string | null;
}

/** More problems than this at once would hide the room; the newest matter. */
const SHOWN = 3;

/** What the room has to say to the user, above everything else. */
export function NoticeStack(props: NoticeStackProps) {
  const { problems, connection, onDismiss, onEnableSound, questions = [], word } = props;
  const { t } = useLanguage();
  return (
    <Box
      aria-live="polite"
      sx={{
        position: 'absolute',
        zIndex: 5,
        top: 8,
        left: { xs: '50%', md: 'calc((100% - 376px) / 2)' },
        transform: 'translateX(-50%)',
        width: 'min(560px, calc(100% - 16px))',
        display: 'grid',
        gap: 1,
        maxHeight: '60%',
        overflowY: 'auto',
      }}
    >
      {connection === 'reconnecting' && (
        <Alert severity="warning" variant="filled" icon={false} data-testid="reconnecting">
          <AlertTitle sx={{ mb: 0.25 }}>{t('room.reconnecting')}</AlertTitle>
          {t('room.reconnectingAdvice')}
        </Alert>
      )}
      {connection === 'reconnected' && (
        <Alert severity="success" variant="filled" icon={false}>
          {t('room.reconnected')}
        </Alert>
      )}
      {questions.map((question) => (
        <QuestionAlert key={question.id} question={question} />
      ))}
      {word && (
        <Alert
          severity="info"
          variant="outlined"
          icon={false}
          data-testid="word"
          sx={{ bgcolor: 'background.paper', color: 'text.primary' }}
        >
          {word}
        </Alert>
      )}
      {problems.slice(-SHOWN).map((problem) => (
        <ProblemAlert
          key={`${problem.kind} ${problem.device ?? ''}`}
          problem={problem}
          onDismiss={() => onDismiss(problem)}
          action={problem.kind === 'sound-blocked' ? { label: t('room.enableSound'), run: onEnableSound } : undefined}
        />
      ))}
    </Box>
  );
}
