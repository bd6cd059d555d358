import { Box } from '@mui/material';
import type { Tile } from '@rostra/core';
import { useRef, type ReactNode } from 'react';
import { Avatar } from '../components/Avatar';
import { Icon } from '../components/Icon';
import { useLanguage } from '../i18n';
import { picture } from '../theme';
import { TileActions } from './TileActions';

export interface StageTileProps {
  tile: Tile;
  size: { width: number; height: number };
  place: object | undefined;
  speaking: boolean;
  /** The picture; only drawn while the camera is on. */
  video: ReactNode;
  pinned: boolean;
  onPin: (() => void) | undefined;
}

/** One picture on stage: camera, screen or avatar, the name, and marks for microphone, hand and voice. */
export function StageTile({ tile, size, place, speaking, video, pinned, onPin }: StageTileProps) {
  const { t } = useLanguage();
  const root = useRef<HTMLLIElement>(null);
  const { person, kind } = tile;
  const screen = kind === 'screen';
  const shown = screen || person.videoOn;
  const name = person.isLocal ? t('room.you', { name: person.name }) : person.name;
  const label = screen ? t('room.screenOf', { name }) : name;
  return (
    <Box
      component="li"
      ref={root}
      aria-label={screen || person.audioOn ? label : `${label}, ${t('room.micOff')}`}
      data-testid="tile"
      data-peer={person.id}
      data-kind={kind}
      data-video={shown}
      data-audio={person.audioOn}
      data-speaking={speaking}
      sx={{
        position: 'relative',
        ...place,
        ...size,
        flexShrink: 0,
        overflow: 'hidden',
        borderRadius: 1.5,
        bgcolor: picture.surface,
        color: picture.text,
        display: 'grid',
        placeItems: 'center',
        '&::after': {
          content: '""',
          position: 'absolute',
          inset: 0,
          borderRadius: 'inherit',
          pointerEvents: 'none',
          boxShadow: speaking ? `inset 0 0 0 3px ${SPEAKING}` : 'none',
          transition: 'box-shadow 150ms',
        },
      }}
    >
      {shown ? (
        video
      ) : (
        <Avatar
          id={person.id}
          name={person.name}
          size={Math.min(size.height * 0.4, Math.max(96, size.height * 0.25))}
        />
      )}
      <TileActions root={root} video={shown} pinned={pinned} onPin={onPin} name={label} />
      {person.handRaised && !screen && (
        <Box role="img" aria-label={t('room.handRaised')} sx={{ position: 'absolute', top: 8, insetInlineStart: 8 }}>
          <Box sx={{ p: 0.5, borderRadius: '50%', bgcolor: '#ffd54a', color: '#1c1500' }}>
            <Icon name="hand" size={20} />
          </Box>
        </Box>
      )}
      <Box
        sx={{
          position: 'absolute',
          insetInlineStart: 8,
          bottom: 8,
          maxWidth: 'calc(100% - 16px)',
          display: 'flex',
          alignItems: 'center',
          gap: 0.75,
          px: 1,
          py: 0.375,
          borderRadius: 1,
          bgcolor: 'rgba(0, 0, 0, 0.6)',
          fontSize: '0.8125rem',
        }}
      >
        {!screen && !person.audioOn && <Icon name="microphoneOff" size={16} />}
        {screen && <Icon name="screen" size={16} />}
        <Box
          component="bdi"
          title={person.name}
          sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
        >
          {label}
        </Box>
      </Box>
    </Box>
  );
}

const SPEAKING = '#6fd3bf';
