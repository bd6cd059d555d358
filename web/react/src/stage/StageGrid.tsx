import { Box, Typography } from '@mui/material';
import { spotlightLayout, spotlightOf, tileGrid, type Tile } from '@rostra/core';
import type { ReactNode } from 'react';
import { useElementSize } from '../hooks/useElementSize';
import { useLanguage } from '../i18n';
import { StageTile } from './StageTile';

const GAP = 8;

export interface StageGridProps {
  tiles: readonly Tile[];
  renderVideo: (tile: Tile) => ReactNode;
  /** Ids of those who are speaking. */
  speaking?: ReadonlySet<string>;
  /** Key of the tile that stays large, and how to choose it. */
  pinned?: string | null;
  onPin?: (key: string | null) => void;
}

/** Everybody on stage, as large as the area allows: alike in a grid, or one large and the others in a strip. */
export function StageGrid({ tiles, renderVideo, speaking, pinned = null, onPin }: StageGridProps) {
  const { t } = useLanguage();
  const [ref, size] = useElementSize<HTMLDivElement>();
  const large = onPin && tiles.length > 1 ? spotlightOf(tiles, pinned) : null;
  const grid = tileGrid(tiles.length, size.width, size.height, GAP);
  const spot = spotlightLayout(tiles.length - 1, size.width, size.height, GAP);
  const right = spot.strip === 'right';
  const area = right
    ? { width: Math.max(0, size.width - spot.tileWidth - GAP), height: size.height }
    : { width: size.width, height: Math.max(0, size.height - spot.tileHeight - GAP) };
  const sizeOf = (tile: Tile) =>
    large === null
      ? { width: grid.tileWidth, height: grid.tileHeight }
      : tile === large
        ? area
        : { width: spot.tileWidth, height: spot.tileHeight };
  // The large tile is placed by itself and the others flow in their strip, so that no video is ever built anew.
  const placeOf = (tile: Tile) =>
    large === null ? undefined : tile === large ? { position: 'absolute', insetInlineStart: 0, top: 0 } : undefined;
  return (
    <Box
      ref={ref}
      data-layout={large === null ? 'grid' : 'spotlight'}
      sx={{
        flex: 1,
        minHeight: 0,
        minWidth: 0,
        display: 'grid',
        placeItems: 'center',
        overflow: 'hidden',
        position: 'relative',
      }}
    >
      {tiles.length === 0 ? (
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
            gap: `${GAP}px`,
            ...(large === null
              ? {
                  flexWrap: 'wrap',
                  justifyContent: 'center',
                  width: grid.columns * grid.tileWidth + (grid.columns - 1) * GAP,
                }
              : {
                  position: 'absolute',
                  inset: 0,
                  flexDirection: right ? 'column' : 'row',
                  paddingInlineStart: right ? `${area.width + GAP}px` : 0,
                  paddingTop: right ? 0 : `${area.height + GAP}px`,
                }),
          }}
        >
          {tiles.map((tile) => (
            <StageTile
              key={tile.key}
              tile={tile}
              size={sizeOf(tile)}
              place={placeOf(tile)}
              speaking={speaking?.has(tile.person.id) === true && tile.kind === 'camera'}
              video={renderVideo(tile)}
              pinned={tile.key === pinned}
              onPin={onPin && tiles.length > 1 ? () => onPin(tile.key === pinned ? null : tile.key) : undefined}
            />
          ))}
        </Box>
      )}
    </Box>
  );
}
