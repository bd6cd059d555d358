import { Box, Button, CircularProgress, Typography } from '@mui/material';
import { assertNever, type MessageKey, type WatchPhase } from '@rostra/core';
import { Icon } from '../components/Icon';
import { useLanguage } from '../i18n';

type Waiting = Exclude<WatchPhase, 'live'>;

export interface WaitingScreenProps {
  phase: Waiting;
  /** Present when there is something to see again. */
  onReplay?: (() => void) | undefined;
}

/** What stands in the player's place while there is nothing to play. */
export function WaitingScreen({ phase, onReplay }: WaitingScreenProps) {
  const { t } = useLanguage();
  const [title, hint] = words(phase);
  return (
    <Box
      role="status"
      data-testid="waiting"
      data-phase={phase}
      sx={{
        position: 'absolute',
        inset: 0,
        display: 'grid',
        alignContent: 'center',
        justifyItems: 'center',
        gap: 1,
        p: 3,
        textAlign: 'center',
        color: '#fff',
        background: 'radial-gradient(circle at 50% 35%, #1d3a34, #0c0f0e 70%)',
      }}
    >
      {phase === 'starting' ? (
        <CircularProgress size={36} color="inherit" aria-hidden="true" />
      ) : (
        <Icon name="live" size={40} />
      )}
      <Typography component="p" sx={{ fontSize: '1.25rem', fontWeight: 600, mt: 1 }}>
        {t(title)}
      </Typography>
      {hint && <Typography sx={{ opacity: 0.75 }}>{t(hint)}</Typography>}
      {onReplay && (
        <Button
          variant="contained"
          onClick={onReplay}
          sx={{
            mt: 1.5,
            gap: 1,
            height: 44,
            px: 2.5,
            borderRadius: 22,
            bgcolor: '#fff',
            color: '#111',
            '&:hover': { bgcolor: '#e8e8e8' },
          }}
        >
          <Icon name="replay" size={20} />
          {t(phase === 'ended' ? 'watch.again' : 'watch.last')}
        </Button>
      )}
    </Box>
  );
}

function words(phase: Waiting): [MessageKey, MessageKey?] {
  switch (phase) {
    case 'waiting':
      return ['watch.waiting', 'watch.waitingHint'];
    case 'starting':
      return ['watch.starting'];
    case 'ended':
      return ['watch.ended', 'watch.endedHint'];
    default:
      return assertNever(phase);
  }
}
