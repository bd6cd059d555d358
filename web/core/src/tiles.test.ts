import { describe, expect, it } from 'vitest';
import { tileGrid } from './tiles';

describe('tileGrid', () => {
  it.each([
    ['one on a desktop', 1, 1200, 700, 1, 1],
    ['two on a desktop', 2, 1200, 700, 2, 1],
    ['two on a phone', 2, 344, 500, 1, 2],
    ['three on a phone', 3, 344, 600, 1, 3],
    ['four on a desktop', 4, 1200, 700, 2, 2],
    ['five on a desktop', 5, 1200, 700, 3, 2],
    ['nine on a desktop', 9, 1200, 700, 3, 3],
    ['twenty on a desktop', 20, 1200, 700, 5, 4],
  ])('lays out %s', (_, count, width, height, columns, rows) => {
    expect(tileGrid(count, width, height, 8)).toMatchObject({ columns, rows });
  });

  it('never overflows the area', () => {
    for (let count = 1; count <= 30; count++) {
      const grid = tileGrid(count, 640, 480, 8);
      expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(count);
      expect(grid.columns * grid.tileWidth + (grid.columns - 1) * 8).toBeLessThanOrEqual(640);
      expect(grid.rows * grid.tileHeight + (grid.rows - 1) * 8).toBeLessThanOrEqual(480);
    }
  });

  it('survives an area without size', () => {
    expect(tileGrid(3, 0, 0, 8)).toMatchObject({ tileWidth: 0, tileHeight: 0 });
    expect(tileGrid(0, 100, 100, 8)).toMatchObject({ columns: 1, rows: 1 });
  });
});
