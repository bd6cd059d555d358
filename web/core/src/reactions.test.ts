import { describe, expect, it } from 'vitest';
import { emojiOf, oneMoreReaction, reactions, reactionText } from './reactions';

describe('a reaction', () => {
  it('is read as it is written', () => {
    for (const { id, emoji } of reactions) {
      expect(emojiOf(reactionText(id))).toBe(emoji);
    }
  });

  it('of other apps is known, too, also as a bare emoji', () => {
    expect(emojiOf('{"emojiId":"tada"}')).toBe('🎉');
    expect(emojiOf('🎉')).toBe('🎉');
    expect(emojiOf('👩‍🚀')).toBe('👩‍🚀');
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'hello',
      '{"emojiId":"constructor"}',
      '{"emojiId":1}',
      '{',
      7,
      null,
      '🎉'.repeat(50),
      '[]',
    ]) {
      expect(emojiOf(text)).toBeNull();
    }
  });

  it('is not sent more often than can be seen', () => {
    let sent: readonly number[] = [];
    let count = 0;
    for (let now = 0; now < 3000; now += 100) {
      const next = oneMoreReaction(sent, now);
      if (next !== null) {
        sent = next;
        count++;
      }
    }
    expect(count).toBe(5);
    expect(oneMoreReaction(sent, 3050)).not.toBeNull();
  });
});
