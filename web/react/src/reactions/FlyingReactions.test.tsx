import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { FlyingReactions } from './FlyingReactions';

it('draws each reaction, and stands still for those who want no motion', () => {
  const flying = [
    { key: 1, emoji: '❤️', place: 0 },
    { key: 2, emoji: '👏', place: 1 },
  ];
  const html = renderToStaticMarkup(<FlyingReactions flying={flying} />);
  expect(html).toContain('❤️');
  expect(html).toContain('👏');
  expect(html).toMatch(/prefers-reduced-motion: ?reduce\)\{[^}]*animation-name:animation-/);
  expect(html).not.toContain('[object');
});
