import { HMSNotificationTypes, useHMSActions, useHMSVanillaNotifications } from '@100mslive/react-sdk';
import { emojiOf, oneMoreReaction, REACTION, reactions, reactionText, type ReactionId } from '@rostra/core';
import { useCallback, useEffect, useRef, useState } from 'react';

/** A reaction on its way up. */
export interface FlyingReaction {
  readonly key: number;
  readonly emoji: string;
  /** Where it rises, 0 to 1 across. */
  readonly place: number;
}

export interface Reactions {
  readonly flying: readonly FlyingReaction[];
  send: (id: ReactionId) => void;
}

/** How long one is seen, in milliseconds; the animation lasts as long. */
export const FLIGHT = 3000;
const MOST = 30;

/** Hearts and the like, of oneself and of others, apps made with the SDK included. */
export function useReactions(): Reactions {
  const actions = useHMSActions();
  const notifications = useHMSVanillaNotifications();
  const [flying, setFlying] = useState<readonly FlyingReaction[]>([]);
  const count = useRef(0);
  const sentAt = useRef<readonly number[]>([]);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());

  const show = useCallback((emoji: string) => {
    const key = count.current++;
    setFlying((before) => [...before, { key, emoji, place: Math.random() }].slice(-MOST));
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setFlying((before) => before.filter((each) => each.key !== key));
    }, FLIGHT);
    timers.current.add(timer);
  }, []);
  useEffect(() => {
    const pending = timers.current;
    return () => pending.forEach(clearTimeout);
  }, []);

  useEffect(
    () =>
      notifications?.onNotification((notification) => {
        const message = notification.data;
        if (!message || !('type' in message) || message.type !== REACTION || !('message' in message)) return;
        const emoji = emojiOf(message.message);
        if (emoji !== null) show(emoji);
      }, HMSNotificationTypes.NEW_MESSAGE),
    [notifications, show],
  );

  const send = useCallback(
    (id: ReactionId) => {
      const sent = oneMoreReaction(sentAt.current, Date.now());
      const emoji = reactions.find((each) => each.id === id)?.emoji;
      if (sent === null || emoji === undefined) return;
      sentAt.current = sent;
      show(emoji);
      // One that is lost is missed by nobody.
      actions.sendBroadcastMessage(reactionText(id), REACTION).catch(() => undefined);
    },
    [actions, show],
  );
  return { flying, send };
}
