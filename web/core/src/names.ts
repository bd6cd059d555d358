export const MAX_NAME_LENGTH = 200;

/** What is sent as the name: no control characters or direction overrides, single spaces, at most 200 code points. */
export function cleanName(input: string): string {
  const visible = input
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return Array.from(visible).slice(0, MAX_NAME_LENGTH).join('').trim();
}

/** One or two characters for an avatar: the first of the first and the last word, whole emoji kept together. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const first = firstGrapheme(words[0] ?? '');
  if (first === '') {
    return '?';
  }
  const last = words.length > 1 ? firstGrapheme(words[words.length - 1] ?? '') : '';
  return isLetter(first) && isLetter(last) && !isWide(first)
    ? (first + last).toLocaleUpperCase()
    : first.toLocaleUpperCase();
}

/** A hue in degrees that stays the same for the same person. */
export function hueOf(id: string): number {
  // FNV-1a; the last shifts spread ids that differ in one character only.
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) % 360;
}

function firstGrapheme(text: string): string {
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    return segment;
  }
  return '';
}

function isLetter(grapheme: string): boolean {
  return /^\p{L}/u.test(grapheme);
}

function isWide(grapheme: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(grapheme);
}
