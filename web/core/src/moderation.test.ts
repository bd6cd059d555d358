import { expect, it } from 'vitest';
import { noRights, personActions, type Rights } from './moderation';
import type { Person } from './people';

const ALL: Rights = { mute: true, unmute: true, removeOthers: true, changeRole: true, endRoom: true };
const ROLES = ['broadcaster', 'hls-viewer', 'guest'];
const STAGE = ['broadcaster', 'guest'];

const person = (change: Partial<Person>): Person => ({
  id: 'p',
  name: 'Bob',
  role: 'broadcaster',
  isLocal: false,
  onStage: true,
  audioOn: true,
  videoOn: true,
  handRaised: false,
  ...change,
});

const words = (who: Person, rights: Rights) =>
  personActions(who, rights, ROLES, STAGE).map((action) =>
    'role' in action ? `${action.do} ${action.role}` : action.do,
  );

it.each<[string, Partial<Person>, Rights, string[]]>([
  ['oneself', { isLocal: true }, ALL, []],
  ['anybody without rights', {}, noRights, []],
  ['somebody talking', {}, ALL, ['mute-audio', 'mute-video', 'change-role hls-viewer', 'change-role guest', 'remove']],
  ['somebody muted', { audioOn: false, audioTrack: 'a' }, { ...noRights, unmute: true }, ['ask-unmute']],
  ['somebody without a microphone', { audioOn: false }, { ...noRights, unmute: true }, []],
  [
    'somebody in the audience with a hand up',
    { role: 'hls-viewer', onStage: false, audioOn: false, videoOn: false, handRaised: true },
    ALL,
    ['invite broadcaster', 'invite guest', 'lower-hand', 'remove'],
  ],
  ['somebody, when one may only remove', {}, { ...noRights, removeOthers: true }, ['remove']],
])('offers for %s what the rights allow', (_, change, rights, expected) => {
  expect(words(person(change), rights)).toEqual(expected);
});
