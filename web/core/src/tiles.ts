import { stage, type Person } from './people';

/** One picture on stage: somebody's camera, or the screen they share. */
export interface Tile {
  readonly key: string;
  readonly person: Person;
  readonly kind: 'camera' | 'screen';
}

/** The tiles in their order: shared screens, then the people, oneself last. */
export function stageTiles(people: readonly Person[]): readonly Tile[] {
  const onStage = stage(people);
  return [
    ...onStage
      .filter((person) => person.screenTrack !== undefined)
      .map((person): Tile => ({ key: `${person.id} screen`, person, kind: 'screen' })),
    ...onStage.map((person): Tile => ({ key: person.id, person, kind: 'camera' })),
  ];
}

/**
 * The tile shown large: the pinned one, else a screen that somebody else shares. One's own screen stays small, or it
 * would show itself without end.
 */
export function spotlightOf(tiles: readonly Tile[], pinned: string | null): Tile | null {
  return (
    tiles.find((tile) => tile.key === pinned) ??
    tiles.find((tile) => tile.kind === 'screen' && !tile.person.isLocal) ??
    null
  );
}

/** A grid of equal 16:9 tiles; all lengths in CSS pixels. */
export interface TileGrid {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

const ASPECT = 16 / 9;

/** Tiles may lose this part of their width if they stand side by side for it: faces beside each other read better. */
const SIDE_BY_SIDE_LOSS = 0.1;

/** The number of columns that makes the tiles largest in the given area, or nearly so with more of them in a row. */
export function tileGrid(count: number, width: number, height: number, gap: number): TileGrid {
  const tiles = Math.max(count, 1);
  const grids = Array.from({ length: tiles }, (_, i) => gridWith(i + 1, tiles, width, height, gap));
  const largest = Math.max(...grids.map((grid) => grid.tileWidth));
  const good = grids.filter((grid) => grid.tileWidth >= largest * (1 - SIDE_BY_SIDE_LOSS));
  return (largest > 0 ? good.at(-1) : undefined) ?? gridWith(1, tiles, width, height, gap);
}

function gridWith(columns: number, tiles: number, width: number, height: number, gap: number): TileGrid {
  const rows = Math.ceil(tiles / columns);
  const cellWidth = (width - gap * (columns - 1)) / columns;
  const cellHeight = (height - gap * (rows - 1)) / rows;
  const tileWidth = Math.max(0, Math.floor(Math.min(cellWidth, cellHeight * ASPECT)));
  return { columns, rows, tileWidth, tileHeight: Math.floor(tileWidth / ASPECT) };
}

/** One large picture and the others in a row beside or below it; all lengths in CSS pixels. */
export interface Spotlight {
  readonly strip: 'right' | 'below';
  /** Size of the tiles in the strip. */
  readonly tileWidth: number;
  readonly tileHeight: number;
}

const STRIP_PART = 0.2;

/** Where the strip is and how large its tiles are, so that all of them fit. */
export function spotlightLayout(others: number, width: number, height: number, gap: number): Spotlight {
  const right = width >= height * 1.2;
  const wanted = right ? width * STRIP_PART : height * STRIP_PART * ASPECT;
  const share = ((right ? height : width) - gap * (others - 1)) / Math.max(others, 1);
  const fitting = right ? share * ASPECT : share;
  const tileWidth = Math.max(0, Math.floor(Math.min(Math.max(wanted, 120), 320, fitting)));
  return { strip: right ? 'right' : 'below', tileWidth, tileHeight: Math.floor(tileWidth / ASPECT) };
}
