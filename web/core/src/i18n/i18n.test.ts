import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { bestLanguage, loadLanguage, translator, type MessageKey } from './index';
import { zh } from './zh';

const others = { 'zh-CN': zh };
const keys = Object.keys(en) as MessageKey[];
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(Object.entries(others))('%s', (_, dictionary) => {
  it('has each string of the English dictionary and no other', () => {
    expect(Object.keys(dictionary).sort()).toEqual([...keys].sort());
  });

  it.each(keys)('says something for %s with the same placeholders', (key) => {
    expect(dictionary[key].trim()).not.toBe('');
    expect(placeholders(dictionary[key])).toEqual(placeholders(en[key]));
  });
});

it('uses every string somewhere', () => {
  const sources = ['core', 'react', 'app'].flatMap((workspace) => sourcesIn(`${workspace}/src`)).join('\n');
  // These are put together from a part that is fixed and a part that is a value.
  const composed = /^(problem|device)\.|^join\.role\.|^reactions\.(?!title)|^health\./;
  expect(keys.filter((key) => !composed.test(key) && !sources.includes(`'${key}'`))).toEqual([]);
});

it('speaks English until another language is there', async () => {
  expect(translator('zh-CN')('room.leave')).toBe('Leave');
  expect(await loadLanguage('zh-CN')).toBe('zh-CN');
  expect(translator('zh-CN')('room.leave')).toBe('离开');
});

it('fills in parameters and leaves unknown ones visible', () => {
  expect(translator('en')('room.you', { name: 'Ada' })).toBe('Ada (you)');
  expect(translator('en')('room.you', {})).toBe('{name} (you)');
});

it.each([
  [['zh-CN', 'en'], 'zh-CN'],
  [['zh-Hant-TW'], 'zh-CN'],
  [['fr', 'en-GB', 'zh'], 'en'],
  [['fr', 'zh'], 'zh-CN'],
  [['fr'], 'en'],
  [[], 'en'],
])('chooses for %j the language %s', (wanted, expected) => {
  expect(bestLanguage(wanted)).toBe(expected);
});

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/i18n\/(en|zh)\.ts$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
}
