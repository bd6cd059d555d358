import { Box } from '@mui/material';
import { useLanguage } from '../i18n';
import { PlayerOverlay } from './PlayerOverlay';
import { usePlayer } from './usePlayer';

/** The live stream. Kept out of the package's index so that hls.js is loaded only by those who watch. */
export default function LivePlayer({ url }: { url: string }) {
  const { t } = useLanguage();
  const { videoRef, state, unmute, play } = usePlayer(url);
  return (
    <>
      <Box
        component="video"
        ref={videoRef}
        playsInline
        aria-label={t('watch.player')}
        data-testid="player"
        data-phase={state.phase}
        sx={{ position: 'absolute', inset: 0, width: '100%', height: '100%', objectFit: 'contain', bgcolor: '#000' }}
      />
      <PlayerOverlay state={state} onUnmute={unmute} onPlay={play} />
    </>
  );
}
