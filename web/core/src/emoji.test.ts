import { expect, it } from 'vitest';
import { emojis, findEmojis, gridStep } from './emoji';

it('has each emoji once, with a name in each language', () => {
  expect(new Set(emojis.map(({ emoji }) => emoji)).size).toBe(emojis.length);
  for (const language of ['en', 'zh-CN'] as const) {
    expect(new Set(emojis.map(({ name }) => name[language])).size).toBe(emojis.length);
    expect(emojis.every(({ name }) => name[language].trim() !== '')).toBe(true);
  }
});

it('finds by name', () => {
  expect(findEmojis('', 'en')).toHaveLength(emojis.length);
  expect(findEmojis(' Heart BLUE', 'en').map(({ emoji }) => emoji)).toEqual(['💙']);
  expect(findEmojis('咖啡', 'zh-CN').map(({ emoji }) => emoji)).toEqual(['☕']);
  expect(findEmojis('xyzzy', 'en')).toEqual([]);
});

it.each([
  [0, 'ArrowRight', 1],
  [0, 'ArrowLeft', 0],
  [1, 'ArrowDown', 9],
  [9, 'ArrowUp', 1],
  [18, 'ArrowDown', 18],
  [5, 'Home', 0],
  [5, 'End', 19],
  [5, 'x', 5],
])('from %i by %s to %i', (from, key, to) => expect(gridStep(from, key, 20, 8)).toBe(to));
