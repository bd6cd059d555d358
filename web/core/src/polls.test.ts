import { describe, expect, it } from 'vitest';
import { pollDraft, showsResults, voteShare, type Poll } from './polls';

const poll = (change: Partial<Poll> = {}): Poll => ({
  id: 'p',
  question: 'Tea?',
  options: [
    { index: 1, text: 'Yes', votes: 2 },
    { index: 2, text: 'No', votes: 1 },
  ],
  running: true,
  chosen: null,
  mayVote: true,
  ...change,
});

describe('pollDraft', () => {
  it('takes a line for an answer', () => {
    expect(pollDraft(' Tea? ', 'Yes\n\n  No \nYes')).toEqual({ question: 'Tea?', options: ['Yes', 'No'] });
  });
  it.each([
    ['no question', ' ', 'a\nb'],
    ['one answer', 'Tea?', 'a\na'],
    ['too many answers', 'Tea?', Array.from({ length: 11 }, (_, i) => `a${i}`).join('\n')],
  ])('refuses %s', (_, question, answers) => {
    expect(pollDraft(question, answers)).toBeNull();
  });
});

it('shares the votes', () => {
  const { options } = poll();
  expect(options.map((option) => voteShare(poll(), option))).toEqual([67, 33]);
  const none = options.map((option) => ({ ...option, votes: 0 }));
  expect(voteShare(poll({ options: none }), none[0]!)).toBe(0);
});

it.each([
  ['before one votes', {}, false],
  ['after one voted', { chosen: 1 }, true],
  ['to those who may not vote', { mayVote: false }, true],
  ['when it is over', { running: false }, true],
])('shows results %s: %j', (_, change, shown) => {
  expect(showsResults(poll(change))).toBe(shown);
});
