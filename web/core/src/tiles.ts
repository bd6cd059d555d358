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
