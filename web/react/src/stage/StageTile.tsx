import { Box } from '@mui/material';
import type { Person } from '@rostra/core';
import type { ReactNode } from 'react';
import { Avatar } from '../components/Avatar';
import { Icon } from '../components/Icon';
import { useLanguage } from '../i18n';
import { picture } from '../theme';

export interface StageTileProps {
  person: Person;
  width: number;
  height: number;
  /** The picture; only drawn while the camera is on. */
  video: ReactNode;
}

/** One person on stage: picture or avatar, name, and a mark when the microphone is off. */
export function StageTile({ person, width, height, video }: StageTileProps) {
  const { t } = useLanguage();
  const name = person.isLocal ? t('room.you', { name: person.name }) : person.name;
  return (
    <Box
      component="li"
      aria-label={person.audioOn ? name : `${name}, ${t('room.micOff')}`}
      data-testid="tile"
      data-peer={person.id}
      data-video={person.videoOn}
      data-audio={person.audioOn}
      sx={{
        position: 'relative',
        width,
        height,
        overflow: 'hidden',
        borderRadius: 1.5,
        bgcolor: picture.surface,
        color: picture.text,
        display: 'grid',
        placeItems: 'center',
      }}
    >
      {person.videoOn ? video : <Avatar id={person.id} name={person.name} size={Math.min(96, height * 0.4)} />}
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
        {!person.audioOn && <Icon name="microphoneOff" size={16} />}
        <Box
          component="bdi"
          title={person.name}
          sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
        >
          {name}
        </Box>
      </Box>
    </Box>
  );
}
