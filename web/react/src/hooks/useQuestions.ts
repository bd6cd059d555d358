import {
  HMSNotificationTypes,
  selectHasPeerHandRaised,
  selectLocalPeerID,
  selectRoleChangeRequest,
  useHMSActions,
  useHMSStore,
  useHMSVanillaNotifications,
  type HMSChangeTrackStateRequest,
} from '@100mslive/react-sdk';
import { problemOf, roleHint, roleName, type Problem, type Translate } from '@rostra/core';
import { useEffect, useState } from 'react';
import type { Question } from '../components/QuestionAlert';
import { useLanguage } from '../i18n';
import { saidBy } from './useHand';

/** Names are others' words: a very long one must not push the buttons away. */
const MAX_SHOWN = 60;

/** What others ask of us: to come into another role, to switch on what they may not switch on for us. */
export function useQuestions(report: (problem: Problem) => void): readonly Question[] {
  const { t } = useLanguage();
  const actions = useHMSActions();
  const notifications = useHMSVanillaNotifications();
  const invitation = useHMSStore(selectRoleChangeRequest);
  const handRaised = useHMSStore(selectHasPeerHandRaised(useHMSStore(selectLocalPeerID)));
  const [unmute, setUnmute] = useState<HMSChangeTrackStateRequest | null>(null);

  useEffect(
    () =>
      notifications?.onNotification((notification) => {
        const { enabled, track } = notification.data;
        setUnmute((open) => (enabled ? notification.data : open?.track.id === track.id ? null : open));
      }, HMSNotificationTypes.CHANGE_TRACK_STATE_REQUEST),
    [notifications],
  );

  const questions: Question[] = [];
  if (invitation?.role) {
    const role = invitation.role.name;
    questions.push({
      id: 'role',
      title: asked(invitation.requestedBy?.name, 'role.invitedBy', 'role.invited', { role: roleName(role, t) }, t),
      text: roleHint(role, t),
      yes: {
        label: t('role.accept'),
        run: () => {
          actions
            .acceptChangeRole(invitation)
            // What the hand was raised for has come.
            .then(() => (handRaised ? actions.lowerLocalPeerHand() : undefined))
            .catch((error: unknown) => report({ kind: 'role-change-refused', ...saidBy(error) }));
        },
      },
      no: { label: t('role.decline'), run: () => actions.rejectChangeRole(invitation) },
    });
  }
  if (unmute !== null) {
    const { id, type } = unmute.track;
    const device = t(type === 'audio' ? 'device.microphone' : 'device.camera');
    questions.push({
      id: 'unmute',
      title: asked(unmute.requestedBy?.name, 'role.unmuteBy', 'role.unmute', { device }, t),
      text: t('role.unmuteHint'),
      yes: {
        label: t(type === 'audio' ? 'room.unmuteMicrophone' : 'room.startCamera'),
        run: () => {
          setUnmute(null);
          actions.setEnabledTrack(id, true).catch((error: unknown) => report(problemOf(error, isSecureContext)));
        },
      },
      no: { label: t('role.decline'), run: () => setUnmute(null) },
    });
  }
  return questions;
}

function asked(
  name: string | undefined,
  byName: 'role.invitedBy' | 'role.unmuteBy',
  byNobody: 'role.invited' | 'role.unmute',
  params: Record<string, string>,
  t: Translate,
): string {
  return name === undefined || name === ''
    ? t(byNobody, params)
    : t(byName, { ...params, name: name.slice(0, MAX_SHOWN) });
}
