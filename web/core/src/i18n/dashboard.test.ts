import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dashboardDictionaries, dashboardTranslator, type DashboardKey } from './dashboard';
import type { Language } from './index';

const { en, ...others } = dashboardDictionaries;
const keys = Object.keys(en) as DashboardKey[];
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(Object.keys(others) as Exclude<Language, 'en'>[])('%s', (language) => {
  it('has each string of the English dictionary and no other', () => {
    expect(Object.keys(dashboardDictionaries[language]).sort()).toEqual([...keys].sort());
  });

  it.each(keys)('says something for %s with the same placeholders', (key) => {
    expect(dashboardDictionaries[language][key].trim()).not.toBe('');
    expect(placeholders(dashboardDictionaries[language][key])).toEqual(placeholders(en[key]));
  });
});

it('uses every string somewhere', () => {
  const sources = ['app/src/dashboard', 'core/src/dashboard'].flatMap(sourcesIn).join('\n');
  // These are put together from a part that is fixed and a part that is a value.
  const composed = /^(nav|trouble|progress|measure|quality|permission|publish|delivery|theme|rewind|export)\./;
  expect(keys.filter((key) => !composed.test(key) && !sources.includes(`'${key}'`))).toEqual([]);
});

it('fills in parameters', () => {
  expect(dashboardTranslator('en')('rooms.here', { count: 3 })).toBe('3 here');
});

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
}
