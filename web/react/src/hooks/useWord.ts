import { HMSNotificationTypes, useHMSVanillaNotifications } from '@100mslive/react-sdk';
import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n';

const SHOWN = 5000;
const MAX_SHOWN = 60;

/** A short word on what just happened and is no problem: a hand went up, somebody muted us. */
export function useWord(hands: boolean): string | null {
  const { t } = useLanguage();
  const notifications = useHMSVanillaNotifications();
  const [word, setWord] = useState<string | null>(null);

  useEffect(
    () =>
      notifications?.onNotification((notification) => {
        if (notification.type === HMSNotificationTypes.HAND_RAISE_CHANGED) {
          const { isHandRaised, isLocal, name } = notification.data;
          if (hands && isHandRaised && !isLocal) setWord(t('room.raisedHand', { name: name.slice(0, MAX_SHOWN) }));
        }
        if (notification.type === HMSNotificationTypes.CHANGE_TRACK_STATE_REQUEST && !notification.data.enabled) {
          setWord(t(notification.data.track.type === 'audio' ? 'room.wasMuted' : 'room.wasStopped'));
        }
        if (notification.type === HMSNotificationTypes.POLL_STARTED) {
          setWord(t('polls.started', { question: notification.data.title.slice(0, 2 * MAX_SHOWN) }));
        }
      }, WATCHED),
    [notifications, hands, t],
  );

  useEffect(() => {
    if (word === null) return;
    const timer = setTimeout(() => setWord(null), SHOWN);
    return () => clearTimeout(timer);
  }, [word]);
  return word;
}

const WATCHED = [
  HMSNotificationTypes.HAND_RAISE_CHANGED,
  HMSNotificationTypes.CHANGE_TRACK_STATE_REQUEST,
  HMSNotificationTypes.POLL_STARTED,
];
