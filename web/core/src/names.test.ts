import { expect, it } from 'vitest';
import { cleanName, hueOf, initials } from './names';

it.each([
  ['  Ada   Lovelace ', 'Ada Lovelace'],
  ['Ada\nLovelace\u0000', 'Ada Lovelace'],
  ['evil\u202Egnp.exe', 'evil gnp.exe'],
  ['   ', ''],
  ['👩‍🚀 Sam', '👩‍🚀 Sam'],
  ['x'.repeat(300), 'x'.repeat(200)],
  ['🎉'.repeat(250), '🎉'.repeat(200)],
])('cleans %j', (input, expected) => {
  expect(cleanName(input)).toBe(expected);
});

it.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Ada King Lovelace', 'AL'],
  ['王小明', '王'],
  ['👩‍🚀 Sam', '👩‍🚀'],
  ['Sam 👩‍🚀', 'S'],
  ['שלום עולם', 'שע'],
  ['', '?'],
])('takes the initials of %j', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

it('gives the same person the same colour', () => {
  expect(hueOf('abc')).toBe(hueOf('abc'));
  expect(hueOf('abc')).toBeLessThan(360);
});
