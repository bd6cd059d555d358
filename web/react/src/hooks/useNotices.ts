import { HMSNotificationTypes, useHMSActions, useHMSVanillaNotifications } from '@100mslive/react-sdk';
import { problemOf, sameProblem, type Problem } from '@rostra/core';
import { useCallback, useEffect, useRef, useState } from 'react';

export type Connection = 'fine' | 'reconnecting' | 'reconnected';

export interface Notices {
  /** Open problems, oldest first, each kind once. */
  readonly problems: readonly Problem[];
  readonly connection: Connection;
  report: (problem: Problem) => void;
  dismiss: (problem: Problem) => void;
  /** Plays the sound that the browser held back. */
  enableSound: () => void;
  /** Why the room is over for us, once the SDK said so. */
  readonly end: { current: Problem | null };
  /** An error after which the SDK gave up; where the room was never entered, nothing else tells of it. */
  readonly fatal: Problem | null;
}

const RECONNECTED_SHOWN = 4000;

/** Turns the SDK's notifications into what the page shows. */
export function useNotices(): Notices {
  const notifications = useHMSVanillaNotifications();
  const actions = useHMSActions();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [connection, setConnection] = useState<Connection>('fine');
  const end = useRef<Problem | null>(null);
  const [fatal, setFatal] = useState<Problem | null>(null);

  const report = useCallback((problem: Problem) => {
    setProblems((open) => (open.some((other) => sameProblem(other, problem)) ? open : [...open, problem]));
  }, []);
  const dismiss = useCallback((problem: Problem) => {
    setProblems((open) => open.filter((other) => !sameProblem(other, problem)));
  }, []);

  useEffect(
    () =>
      notifications?.onNotification((notification) => {
        switch (notification.type) {
          case HMSNotificationTypes.ERROR: {
            const problem = problemOf(notification.data, isSecureContext);
            if (notification.data.isTerminal) {
              end.current = problem;
              setFatal(problem);
            }
            report(problem);
            return;
          }
          case HMSNotificationTypes.RECONNECTING:
            return setConnection('reconnecting');
          case HMSNotificationTypes.RECONNECTED:
            return setConnection((before) => (before === 'reconnecting' ? 'reconnected' : before));
          case HMSNotificationTypes.REMOVED_FROM_ROOM:
            end.current = { kind: 'removed' };
            return;
          case HMSNotificationTypes.ROOM_ENDED:
            end.current = { kind: 'room-ended' };
            return;
          default:
            return;
        }
      }),
    [notifications, report],
  );

  useEffect(() => {
    if (connection !== 'reconnected') return;
    const timer = setTimeout(() => setConnection('fine'), RECONNECTED_SHOWN);
    return () => clearTimeout(timer);
  }, [connection]);

  const enableSound = useCallback(() => {
    void actions.unblockAudio().then(
      () => dismiss({ kind: 'sound-blocked' }),
      () => undefined,
    );
  }, [actions, dismiss]);

  return { problems, connection, report, dismiss, enableSound, end, fatal };
}
