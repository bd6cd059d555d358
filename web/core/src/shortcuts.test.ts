import { expect, it } from 'vitest';
import { isTyping, playerKeys, roomKeys, shortcutOf } from './shortcuts';

const press = (key: string, change = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...change });

it.each([
  ['m', {}, 'microphone'],
  ['M', {}, 'microphone'],
  ['?', {}, 'help'],
  ['x', {}, null],
  ['p', { ctrlKey: true }, null],
  ['c', { metaKey: true }, null],
  ['f', { altKey: true }, null],
])('reads the key %s with %j', (key, change, shortcut) => {
  expect(shortcutOf(press(key, change), roomKeys)).toBe(shortcut);
});

it('gives each key one meaning', () => {
  for (const keys of [roomKeys, playerKeys]) {
    expect(new Set(keys.map(([key]) => key.toLowerCase())).size).toBe(keys.length);
  }
});

it.each([
  ['TEXTAREA', undefined, false, true],
  ['INPUT', 'text', false, true],
  ['INPUT', 'checkbox', false, false],
  ['SELECT', undefined, false, true],
  ['DIV', undefined, true, true],
  ['BUTTON', undefined, false, false],
  ['BODY', undefined, false, false],
])('knows whether %s %s takes keys', (tag, type, editable, typing) => {
  expect(isTyping(tag, type, editable)).toBe(typing);
});
