import type { Person } from './people';

/** What the local role may do to others, out of its template. */
export interface Rights {
  readonly mute: boolean;
  readonly unmute: boolean;
  readonly removeOthers: boolean;
  readonly changeRole: boolean;
  readonly endRoom: boolean;
}

export const noRights: Rights = { mute: false, unmute: false, removeOthers: false, changeRole: false, endRoom: false };

/** One entry of the menu beside somebody's name. */
export type PersonAction =
  | { readonly do: 'mute-audio' }
  | { readonly do: 'mute-video' }
  | { readonly do: 'ask-unmute' }
  | { readonly do: 'invite'; readonly role: string }
  | { readonly do: 'change-role'; readonly role: string }
  | { readonly do: 'lower-hand' }
  | { readonly do: 'remove' };

/**
 * What one may do to a person, in the order of the menu. Somebody in the audience is invited and may decline; somebody
 * on stage is moved. `stageRoles` are those that may publish.
 */
export function personActions(
  person: Person,
  rights: Rights,
  roles: readonly string[],
  stageRoles: readonly string[],
): readonly PersonAction[] {
  if (person.isLocal) {
    return [];
  }
  const actions: PersonAction[] = [];
  if (rights.mute && person.audioOn) actions.push({ do: 'mute-audio' });
  if (rights.unmute && !person.audioOn && person.audioTrack !== undefined) actions.push({ do: 'ask-unmute' });
  if (rights.mute && person.videoOn) actions.push({ do: 'mute-video' });
  if (rights.changeRole) {
    for (const role of roles.filter((other) => other !== person.role)) {
      const up = !person.onStage && stageRoles.includes(role);
      actions.push({ do: up ? 'invite' : 'change-role', role });
    }
    if (person.handRaised) actions.push({ do: 'lower-hand' });
  }
  if (rights.removeOthers) actions.push({ do: 'remove' });
  return actions;
}
