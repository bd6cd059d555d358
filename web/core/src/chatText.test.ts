import { expect, it } from 'vitest';
import { chatSpans, insertText } from './chatText';

const text = (value: string) => ({ kind: 'text', text: value });
const link = (value: string) => ({ kind: 'link', href: value });

it.each([
  ['hello', [text('hello')]],
  ['', []],
  ['see https://example.org/a?b=1#c.', [text('see '), link('https://example.org/a?b=1#c'), text('.')]],
  ['(https://example.org)', [text('('), link('https://example.org'), text(')')]],
  ['https://en.example.org/A_(b)', [link('https://en.example.org/A_(b)')]],
  ['看 https://example.org。好', [text('看 '), link('https://example.org'), text('。好')]],
  ['http://a.example http://b.example', [link('http://a.example'), text(' '), link('http://b.example')]],
  ['javascript:alert(1)', [text('javascript:alert(1)')]],
  ['<img src=x onerror=alert(1)>', [text('<img src=x onerror=alert(1)>')]],
  ['https://user:pass@example.org', [text('https://user:pass@example.org')]],
  ['https://', [text('https://')]],
  ['ftp://example.org', [text('ftp://example.org')]],
])('cuts %j', (message, spans) => {
  expect(chatSpans(message)).toEqual(spans);
});

it('loses no character', () => {
  const message = 'a https://x.example/, b http://y.example) c';
  expect(
    chatSpans(message)
      .map((span) => (span.kind === 'text' ? span.text : span.href))
      .join(''),
  ).toBe(message);
});

it('puts a piece where the caret is, in place of what is selected', () => {
  expect(insertText('ab', 1, 1, '😀', 10)).toEqual({ text: 'a😀b', caret: 3 });
  expect(insertText('abc', 1, 2, '👍', 10)).toEqual({ text: 'a👍c', caret: 3 });
  expect(insertText('abc', 3, 3, '👍', 4)).toBeNull();
});
