import { selectAvailableRoleNames, selectRolesMap, useHMSActions, useHMSStore } from '@100mslive/react-sdk';
import { assertNever, personActions, type Person, type PersonAction, type Problem, type Rights } from '@rostra/core';
import { useCallback, useMemo } from 'react';
import { saidBy } from './useHand';
import { canPublish } from './usePeople';

export interface Moderation {
  actionsFor: (person: Person) => readonly PersonAction[];
  act: (person: Person, action: PersonAction) => void;
  endRoom: () => void;
}

/** What the rights of the local role let one do to others, and doing it. */
export function useModeration(rights: Rights, report: (problem: Problem) => void): Moderation {
  const actions = useHMSActions();
  const roles = useHMSStore(selectAvailableRoleNames);
  const rolesMap = useHMSStore(selectRolesMap);
  const stageRoles = useMemo(() => roles.filter((role) => canPublish(rolesMap[role])), [roles, rolesMap]);

  const run = useCallback(
    (done: Promise<unknown>) => {
      done.catch((error: unknown) => report({ kind: 'moderation-failed', ...saidBy(error) }));
    },
    [report],
  );

  const act = useCallback(
    (person: Person, action: PersonAction) => {
      const { audioTrack, videoTrack } = person;
      switch (action.do) {
        case 'mute-audio':
          return audioTrack === undefined ? undefined : run(actions.setRemoteTrackEnabled(audioTrack, false));
        case 'ask-unmute':
          return audioTrack === undefined ? undefined : run(actions.setRemoteTrackEnabled(audioTrack, true));
        case 'mute-video':
          return videoTrack === undefined ? undefined : run(actions.setRemoteTrackEnabled(videoTrack, false));
        case 'invite':
          return run(actions.changeRoleOfPeer(person.id, action.role, false));
        case 'change-role':
          return run(actions.changeRoleOfPeer(person.id, action.role, true));
        case 'lower-hand':
          return run(actions.lowerRemotePeerHand(person.id));
        case 'remove':
          return run(actions.removePeer(person.id, ''));
        default:
          return assertNever(action);
      }
    },
    [actions, run],
  );

  return {
    actionsFor: (person) => personActions(person, rights, roles, stageRoles),
    act,
    endRoom: () => run(actions.endRoom(false, '')),
  };
}
