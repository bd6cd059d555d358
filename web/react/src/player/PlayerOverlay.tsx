import { Box, Button, CircularProgress } from '@mui/material';
import { Icon } from '../components/Icon';
import { useLanguage } from '../i18n';
import type { PlayerState } from './player';

export interface PlayerOverlayProps {
  state: PlayerState;
  onUnmute: () => void;
  onPlay: () => void;
}

/** What lies over the picture: latency, progress, and the buttons browsers force on us. */
export function PlayerOverlay({ state, onUnmute, onPlay }: PlayerOverlayProps) {
  const { t } = useLanguage();
  const busy = (state.phase === 'loading' || state.phase === 'stalled') && !state.blocked;
  return (
    <Box
      sx={{
        position: 'absolute',
        inset: 0,
        color: '#fff',
        display: 'grid',
        placeItems: 'center',
        p: 2,
        pointerEvents: 'none',
        '& button': { pointerEvents: 'auto' },
      }}
    >
      {state.phase === 'unsupported' && <Box sx={{ textAlign: 'center', maxWidth: 420 }}>{t('watch.unsupported')}</Box>}
      {busy && (
        <Box role="status" sx={{ display: 'grid', justifyItems: 'center', gap: 1.5, textAlign: 'center' }}>
          <CircularProgress color="inherit" aria-hidden="true" />
          {(state.trouble || state.phase === 'loading') && t(state.trouble ? 'watch.trouble' : 'watch.loading')}
        </Box>
      )}
      {state.blocked && <OverlayButton icon="play" label={t('watch.play')} onClick={onPlay} />}
      {state.muted && !state.blocked && state.phase !== 'unsupported' && (
        <Box sx={{ position: 'absolute', top: 16, insetInlineStart: 16 }}>
          <OverlayButton icon="soundOff" label={t('watch.unmute')} onClick={onUnmute} />
        </Box>
      )}
      {state.latency !== null && state.phase === 'playing' && (
        <Box
          data-testid="latency"
          data-seconds={state.latency}
          sx={{
            position: 'absolute',
            top: 10,
            insetInlineEnd: 10,
            px: 1,
            py: 0.25,
            borderRadius: 1,
            bgcolor: 'rgba(0, 0, 0, 0.55)',
            fontSize: '0.75rem',
            fontVariantNumeric: 'tabular-nums',
          }}
        >
          {t('watch.latency', { seconds: state.latency.toFixed(1) })}
        </Box>
      )}
    </Box>
  );
}

function OverlayButton({ icon, label, onClick }: { icon: 'play' | 'soundOff'; label: string; onClick: () => void }) {
  return (
    <Button
      variant="contained"
      onClick={onClick}
      sx={{
        gap: 1,
        borderRadius: 22,
        height: 44,
        px: 2.5,
        bgcolor: '#fff',
        color: '#111',
        '&:hover': { bgcolor: '#e8e8e8' },
      }}
    >
      <Icon name={icon} size={20} />
      {label}
    </Button>
  );
}
