import { assertNever } from './ids';
import type { Person } from './people';

/** Who gets a chat message. */
export type Recipient =
  | { readonly to: 'everyone' }
  | { readonly to: 'role'; readonly role: string }
  | { readonly to: 'peer'; readonly peerId: string; readonly name: string };

export const everyone: Recipient = { to: 'everyone' };

/** The choices in the order they are shown: everyone, the roles, then the others by name. */
export function recipients(roles: readonly string[], people: readonly Person[]): readonly Recipient[] {
  const others = people.filter((person) => !person.isLocal);
  return [
    everyone,
    ...roles.map((role): Recipient => ({ to: 'role', role })),
    ...others.map((person): Recipient => ({ to: 'peer', peerId: person.id, name: person.name })),
  ];
}

/** The value of a recipient in a select; two recipients are the same when their keys are. */
export function recipientKey(recipient: Recipient): string {
  switch (recipient.to) {
    case 'everyone':
      return 'everyone';
    case 'role':
      return `role:${recipient.role}`;
    case 'peer':
      return `peer:${recipient.peerId}`;
    default:
      return assertNever(recipient);
  }
}

/** The chosen recipient, or everyone when nobody was chosen; null when the chosen peer has left. */
export function chosenRecipient(key: string, choices: readonly Recipient[]): Recipient | null {
  return choices.find((choice) => recipientKey(choice) === key) ?? null;
}
