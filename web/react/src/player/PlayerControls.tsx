import { Box, IconButton } from '@mui/material';
import { elapsed } from '@rostra/core';
import type { RefObject } from 'react';
import { Icon, type IconName } from '../components/Icon';
import { useLanguage } from '../i18n';
import { LIVE_RED } from '../theme';
import type { Player, PlayerState } from './player';

export interface PlayerControlsProps {
  state: PlayerState;
  player: RefObject<Player | null>;
  video: RefObject<HTMLVideoElement>;
  shown: boolean;
  onTogglePlay: () => void;
  onCaptions: (on: boolean) => void;
  onFullscreen: () => void;
}

/** The bar below the picture. What the stream or the browser does not offer is not there. */
export function PlayerControls(props: PlayerControlsProps) {
  const { state, player, video, shown, onTogglePlay, onCaptions, onFullscreen } = props;
  const { t } = useLanguage();
  const { timeline, captions, levels } = state;
  const live = !state.paused && (timeline === null || timeline.live);
  return (
    <Box
      role="group"
      aria-label={t('watch.controls')}
      sx={{
        position: 'absolute',
        insetInline: 0,
        bottom: 0,
        px: { xs: 0.5, sm: 1 },
        pt: 4,
        pb: 0.5,
        color: '#fff',
        background: 'linear-gradient(transparent, rgba(0, 0, 0, 0.75))',
        opacity: shown ? 1 : 0,
        pointerEvents: shown ? 'auto' : 'none',
        transition: 'opacity 200ms',
        '&:focus-within': { opacity: 1 },
      }}
    >
      {timeline !== null && (
        <Box
          component="input"
          type="range"
          aria-label={t('watch.seek')}
          aria-valuetext={timeline.live ? t('room.live') : t('watch.behind', { time: elapsed(timeline.behind * 1000) })}
          min={0}
          max={timeline.window}
          step={1}
          value={timeline.live ? timeline.window : timeline.window - timeline.behind}
          onChange={(event: { target: HTMLInputElement }) =>
            player.current?.rewindTo(timeline.window - Number(event.target.value))
          }
          sx={{ ...range, width: '100%', display: 'block' }}
        />
      )}
      <Box sx={{ display: 'flex', alignItems: 'center', gap: { xs: 0, sm: 0.5 } }}>
        <ControlButton
          icon={state.paused ? 'play' : 'pause'}
          label={t(state.paused ? 'watch.resume' : 'watch.pause')}
          onClick={onTogglePlay}
        />
        <ControlButton
          icon={state.muted ? 'soundOff' : 'sound'}
          label={t(state.muted ? 'watch.soundOn' : 'watch.soundOff')}
          onClick={() => (state.muted ? player.current?.unmute() : player.current?.setMuted(true))}
        />
        <Box
          component="input"
          type="range"
          aria-label={t('watch.volume')}
          min={0}
          max={1}
          step={0.05}
          value={state.muted ? 0 : state.volume}
          onChange={(event: { target: HTMLInputElement }) => player.current?.setVolume(Number(event.target.value))}
          sx={{ ...range, width: 80, display: { xs: 'none', sm: 'block' } }}
        />
        <Box
          component="button"
          type="button"
          onClick={() => player.current?.goLive()}
          disabled={live}
          data-testid="live-edge"
          sx={liveButton}
        >
          <Box
            component="span"
            sx={{ width: 8, height: 8, borderRadius: '50%', bgcolor: live ? LIVE_RED : 'rgba(255, 255, 255, 0.7)' }}
          />
          {live ? t('room.live') : t('watch.goLive')}
          {!live && timeline !== null && (
            <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>
              −{elapsed(timeline.behind * 1000)}
            </Box>
          )}
        </Box>
        <Box sx={{ flex: 1 }} />
        {levels.length > 0 && (
          <Box
            component="select"
            aria-label={t('watch.quality')}
            value={state.level ?? ''}
            onChange={(event: { target: HTMLSelectElement }) =>
              player.current?.setLevel(event.target.value === '' ? null : Number(event.target.value))
            }
            sx={select}
          >
            <option value="">{t('watch.qualityAuto')}</option>
            {levels.map((height) => (
              <option key={height} value={height}>
                {height}p
              </option>
            ))}
          </Box>
        )}
        {captions !== null && (
          <ControlButton
            icon="captions"
            label={t('watch.captions')}
            pressed={captions === 'on'}
            onClick={() => onCaptions(captions === 'off')}
          />
        )}
        {document.pictureInPictureEnabled && (
          <ControlButton icon="float" label={t('watch.float')} onClick={() => void float(video.current)} />
        )}
        {document.fullscreenEnabled && (
          <ControlButton icon="fullscreen" label={t('keys.fullscreen')} onClick={onFullscreen} />
        )}
      </Box>
    </Box>
  );
}

interface ControlButtonProps {
  icon: IconName;
  label: string;
  pressed?: boolean;
  onClick: () => void;
}

function ControlButton({ icon, label, pressed, onClick }: ControlButtonProps) {
  return (
    <IconButton
      aria-label={label}
      title={label}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      onClick={onClick}
      sx={{ color: pressed ? '#6fd3bf' : '#fff', width: 40, height: 40 }}
    >
      <Icon name={icon} size={22} />
    </IconButton>
  );
}

const range = { accentColor: '#fff', cursor: 'pointer', m: 0, height: 20 } as const;

const liveButton = {
  display: 'inline-flex',
  alignItems: 'center',
  gap: 0.75,
  px: 1,
  height: 32,
  border: 0,
  borderRadius: 1,
  font: 'inherit',
  fontSize: '0.8125rem',
  fontWeight: 600,
  color: 'inherit',
  bgcolor: 'transparent',
  whiteSpace: 'nowrap',
  cursor: 'pointer',
  '&:disabled': { cursor: 'default' },
  '&:hover:enabled': { bgcolor: 'rgba(255, 255, 255, 0.15)' },
} as const;

const select = {
  font: 'inherit',
  fontSize: '0.8125rem',
  color: '#fff',
  bgcolor: 'rgba(0, 0, 0, 0.4)',
  border: 0,
  borderRadius: 1,
  height: 32,
  px: 0.5,
} as const;

async function float(video: HTMLVideoElement | null): Promise<void> {
  try {
    if (document.pictureInPictureElement !== null) await document.exitPictureInPicture();
    else await video?.requestPictureInPicture();
  } catch {
    // Not now: there is no picture yet, or the browser does not want to.
  }
}
