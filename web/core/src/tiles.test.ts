import { describe, expect, it } from 'vitest';
import type { Person } from './people';
import { spotlightLayout, spotlightOf, stageTiles, tileGrid } from './tiles';

const person = (id: string, part: Partial<Person> = {}): Person => ({
  id,
  name: id,
  role: 'broadcaster',
  isLocal: false,
  onStage: true,
  audioOn: true,
  videoOn: true,
  handRaised: false,
  ...part,
});

describe('stage', () => {
  const ada = person('Ada', { isLocal: true });
  const bob = person('Bob', { screenTrack: 's1' });
  const eve = person('Eve', { onStage: false });

  it('has a tile for each camera and each shared screen, oneself last', () => {
    expect(stageTiles([ada, eve, bob]).map(({ key }) => key)).toEqual(['Bob screen', 'Bob', 'Ada']);
  });

  it.each([
    ['nothing', [ada, person('Bob')], null, undefined],
    ['the screen of another', [ada, bob], null, 'Bob screen'],
    ['what is pinned, before a screen', [ada, bob], 'Ada', 'Ada'],
    ['not what was pinned and has gone', [ada, person('Bob')], 'Eve', undefined],
    ['not the own screen', [{ ...ada, screenTrack: 's2' }, person('Bob')], null, undefined],
  ])('puts into the spotlight %s', (_, people, pinned, key) => {
    expect(spotlightOf(stageTiles(people), pinned)?.key).toBe(key);
  });

  it.each([
    [1, 1200, 700, 'right'],
    [12, 1200, 700, 'right'],
    [2, 344, 600, 'below'],
    [9, 344, 600, 'below'],
  ])('puts %d others at %d x %d %s', (others, width, height, strip) => {
    const layout = spotlightLayout(others, width, height, 8);
    expect(layout.strip).toBe(strip);
    expect(layout.tileWidth).toBeLessThan(width / 2);
    const [needed, there] = strip === 'right' ? [layout.tileHeight, height] : [layout.tileWidth, width];
    expect(others * needed + (others - 1) * 8).toBeLessThanOrEqual(there);
  });

  it('survives an area without size', () => {
    expect(spotlightLayout(3, 0, 0, 8).tileWidth).toBe(0);
  });
});

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
