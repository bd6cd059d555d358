import { Box, Typography } from '@mui/material';
import { tileGrid, type Person } from '@rostra/core';
import type { ReactNode } from 'react';
import { useElementSize } from '../hooks/useElementSize';
import { useLanguage } from '../i18n';
import { StageTile } from './StageTile';

const GAP = 8;

export interface StageGridProps {
  people: readonly Person[];
  renderVideo: (person: Person) => ReactNode;
}

/** Everybody on stage, as large as the area allows. */
export function StageGrid({ people, renderVideo }: StageGridProps) {
  const { t } = useLanguage();
  const [ref, size] = useElementSize<HTMLDivElement>();
  const grid = tileGrid(people.length, size.width, size.height, GAP);
  return (
    <Box
      ref={ref}
      sx={{ flex: 1, minHeight: 0, minWidth: 0, display: 'grid', placeItems: 'center', overflow: 'hidden' }}
    >
      {people.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>{t('room.emptyStage')}</Typography>
      ) : (
        <Box
          component="ul"
          aria-label={t('room.stage')}
          sx={{
            listStyle: 'none',
            m: 0,
            p: 0,
            display: 'flex',
            flexWrap: 'wrap',
            justifyContent: 'center',
            gap: `${GAP}px`,
            width: grid.columns * grid.tileWidth + (grid.columns - 1) * GAP,
          }}
        >
          {people.map((person) => (
            <StageTile
              key={person.id}
              person={person}
              width={grid.tileWidth}
              height={grid.tileHeight}
              video={renderVideo(person)}
            />
          ))}
        </Box>
      )}
    </Box>
  );
}
