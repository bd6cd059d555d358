import { describe, expect, it } from 'vitest';
import { isLastOnStage, listed, stage, type Person } from './people';
import { chosenRecipient, everyone, recipientKey, recipients } from './recipients';

const person = (id: string, part: Partial<Person> = {}): Person => ({
  id,
  name: id,
  role: part.onStage ? 'broadcaster' : 'hls-viewer',
  isLocal: false,
  onStage: false,
  audioOn: false,
  videoOn: false,
  handRaised: false,
  ...part,
});
const ada = person('Ada', { onStage: true, isLocal: true });
const bob = person('Bob', { onStage: true });
const eve = person('Eve');
const ids = (people: readonly Person[]) => people.map(({ id }) => id);

describe('stage', () => {
  it('shows those who publish, oneself last', () => {
    expect(ids(stage([ada, eve, bob]))).toEqual(['Bob', 'Ada']);
  });
});

it.each([
  ['alone', [ada], true],
  ['alone before an audience', [ada, eve], true],
  ['with another', [ada, bob], false],
  ['in the audience', [bob, person('Me', { isLocal: true })], false],
  ['in an empty room', [], false],
])('knows who is last on stage: %s', (_, people, expected) => {
  expect(isLastOnStage(people)).toBe(expected);
});

it('lists oneself, then the stage, then the audience, by name', () => {
  expect(ids(listed([person('Zoe'), person('álvaro'), bob, ada], 'en'))).toEqual(['Ada', 'Bob', 'álvaro', 'Zoe']);
});

describe('recipients', () => {
  const choices = recipients(['broadcaster', 'hls-viewer'], [ada, bob, eve]);

  it('offers everyone, each role and each other person', () => {
    expect(choices.map(recipientKey)).toEqual([
      'everyone',
      'role:broadcaster',
      'role:hls-viewer',
      'peer:Bob',
      'peer:Eve',
    ]);
  });

  it('finds the chosen one by its key', () => {
    expect(chosenRecipient('everyone', choices)).toBe(everyone);
    expect(chosenRecipient('peer:Eve', choices)).toEqual({ to: 'peer', peerId: 'Eve', name: 'Eve' });
  });

  it('does not turn a message for somebody who left into one for everyone', () => {
    expect(chosenRecipient('peer:Gone', choices)).toBeNull();
  });
});
