import { Box } from '@mui/material';
import { playerKeys, type CaptionLine, type MessageKey, type PlayerShortcut } from '@rostra/core';
import { useRef, useState } from 'react';
import { ShortcutSheet } from '../components/ShortcutSheet';
import { useShortcuts } from '../hooks/useShortcuts';
import { useLanguage } from '../i18n';
import { toggleFullscreen } from '../stage/TileActions';
import { Captions } from './Captions';
import { PlayerControls } from './PlayerControls';
import { PlayerOverlay } from './PlayerOverlay';
import { useControlsShown } from './useControlsShown';
import { usePlayer } from './usePlayer';

/** Seconds that a key goes back or forward. */
const STEP = 10;

export interface LivePlayerProps {
  url: string;
  /** What the room's app writes down of what is said; null where there is none. */
  captionLines?: readonly CaptionLine[] | null;
}

/** The live stream. Kept out of the package's index so that hls.js is loaded only by those who watch. */
export default function LivePlayer({ url, captionLines = null }: LivePlayerProps) {
  const { t } = useLanguage();
  const { videoRef, state: played, player } = usePlayer(url);
  const [wantsLines, setWantsLines] = useState(false);
  // Captions of the stream itself come first.
  const fromRoom = played.captions === null && captionLines !== null;
  const state = fromRoom ? { ...played, captions: wantsLines ? ('on' as const) : ('off' as const) } : played;
  const setCaptions = (on: boolean) => (fromRoom ? setWantsLines(on) : player.current?.setCaptions(on));
  const root = useRef<HTMLDivElement>(null);
  const [help, setHelp] = useState(false);
  const shown = useControlsShown(root, state.paused);
  const { timeline, captions } = state;
  const step = (seconds: number) => {
    if (timeline === null) return;
    const behind = timeline.behind - seconds;
    if (behind <= 0) player.current?.goLive();
    else player.current?.rewindTo(behind);
  };
  const togglePlay = () => (state.paused ? void player.current?.play() : player.current?.pause());
  const fill = () => toggleFullscreen(root.current);
  useShortcuts(playerKeys, {
    play: togglePlay,
    mute: () => player.current?.setMuted(!state.muted),
    fullscreen: fill,
    captions: captions === null ? undefined : () => setCaptions(captions === 'off'),
    back: () => step(-STEP),
    forward: () => step(STEP),
    live: () => player.current?.goLive(),
    help: () => setHelp(true),
  });
  return (
    <Box
      ref={root}
      data-controls={shown}
      sx={{ position: 'absolute', inset: 0, overflow: 'hidden', bgcolor: '#000', cursor: shown ? 'auto' : 'none' }}
    >
      <Box
        component="video"
        ref={videoRef}
        playsInline
        aria-label={t('watch.player')}
        data-testid="player"
        data-phase={state.phase}
        sx={{ position: 'absolute', inset: 0, width: '100%', height: '100%', objectFit: 'contain' }}
      />
      {fromRoom && wantsLines && <Captions lines={captionLines} delay={state.latency ?? 0} />}
      <PlayerOverlay
        state={state}
        onUnmute={() => player.current?.unmute()}
        onPlay={() => void player.current?.play()}
      />
      {state.phase !== 'unsupported' && (
        <PlayerControls
          state={state}
          player={player}
          video={videoRef}
          shown={shown}
          onTogglePlay={togglePlay}
          onCaptions={setCaptions}
          onFullscreen={fill}
        />
      )}
      {help && <ShortcutSheet keys={playerKeys} words={words} onClose={() => setHelp(false)} />}
    </Box>
  );
}

const words: Readonly<Record<PlayerShortcut, MessageKey>> = {
  play: 'keys.play',
  mute: 'keys.mute',
  fullscreen: 'keys.fullscreen',
  captions: 'keys.captions',
  back: 'keys.back',
  forward: 'keys.forward',
  live: 'keys.live',
  help: 'keys.help',
};
