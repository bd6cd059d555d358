import { expect, it } from 'vitest';
import { isDashboard, parsePlace, placePath, sections, setupToken } from './place';

it.each([
  ['/dashboard', { section: 'overview' }],
  ['/dashboard/', { section: 'overview' }],
  ['/dashboard/rooms', { section: 'rooms' }],
  ['/dashboard/rooms/', { section: 'rooms' }],
  ['/dashboard/templates/a%2Fb', { section: 'templates', id: 'a/b' }],
  ['/dashboard/templates/%E0%A4%A', { section: 'templates', id: '%E0%A4%A' }],
  ['/dashboard/nowhere/7', { section: 'overview' }],
  ['/rooms', { section: 'overview' }],
])('reads %s', (path, place) => {
  expect(parsePlace(path)).toEqual(place);
});

it.each([
  ['/dashboard', true],
  ['/dashboard/rooms', true],
  ['/dashboards', false],
  ['/', false],
])('%s is the dashboard: %s', (path, is) => {
  expect(isDashboard(path)).toBe(is);
});

it('writes addresses that it reads back', () => {
  for (const section of sections) {
    expect(parsePlace(placePath({ section }))).toEqual({ section });
  }
  expect(parsePlace(placePath({ section: 'rooms', id: 'a/b ü' }))).toEqual({ section: 'rooms', id: 'a/b ü' });
});

it.each([
  ['#setup=abc-_', 'abc-_'],
  ['#x=1&setup=abc', 'abc'],
  ['#setup=', null],
  ['#', null],
  ['', null],
])('finds the token in %j', (hash, token) => {
  expect(setupToken(hash)).toBe(token);
});
