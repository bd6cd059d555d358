import {
  selectAvailableRoleNames,
  selectHMSMessages,
  selectLocalPeerID,
  selectSessionStore,
  useHMSActions,
  useHMSStore,
  type HMSMessage,
} from '@100mslive/react-sdk';
import {
  assertNever,
  DELETION,
  REACTION,
  recipients,
  roleName,
  SLOW_MODE,
  slowSeconds,
  type Person,
  type Problem,
  type Recipient,
  type Translate,
} from '@rostra/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ChatLine } from '../chat/ChatMessage';
import { useLanguage } from '../i18n';
import { saidBy } from './useHand';

export interface Chat {
  readonly lines: readonly ChatLine[];
  readonly recipients: readonly Recipient[];
  readonly unread: number;
  /** Resolves to false when the message could not be sent; it then stays in the box. */
  send: (text: string, recipient: Recipient) => Promise<boolean>;
  remove: (line: ChatLine) => void;
  readonly slowMode: SlowMode;
}

export interface SlowMode {
  /** Between two messages of who is no host; 0 when it is off. */
  readonly seconds: number;
  /** When one's own last message was sent, in milliseconds since the epoch; null for hosts, who need not wait. */
  readonly sentAt: number | null;
  /** Absent for who is no host. */
  set?: (seconds: number) => void;
}

/** The chat of the room. While `visible`, everything counts as read. A `host` may delete and slow it down. */
export function useChat(
  people: readonly Person[],
  visible: boolean,
  host: boolean,
  report: (problem: Problem) => void,
): Chat {
  const { t } = useLanguage();
  const actions = useHMSActions();
  const all = useHMSStore(selectHMSMessages);
  const localId = useHMSStore(selectLocalPeerID);
  const roles = useHMSStore(selectAvailableRoleNames);
  const slow = slowSeconds(useHMSStore(selectSessionStore(SLOW_MODE)));
  const [sentAt, setSentAt] = useState<number | null>(null);

  useEffect(() => {
    // Reactions fly by; the SDK would keep each of them.
    actions.ignoreMessageTypes([REACTION]);
    actions.sessionStore.observe([SLOW_MODE]).catch(() => undefined);
  }, [actions]);

  const messages = useMemo(() => {
    const deleted = new Set(all.filter(({ type }) => type === DELETION).map(({ message }) => String(message)));
    return all.filter(({ type, id }) => type === 'chat' && !deleted.has(id));
  }, [all]);
  const unread = messages.filter(({ read }) => !read).length;

  useEffect(() => {
    if (visible && unread > 0) actions.setMessageRead(true);
  }, [visible, unread, actions]);

  const names = useMemo(() => new Map(people.map((person) => [person.id, person.name])), [people]);
  const lines = useMemo(
    () => messages.map((message) => toLine(message, localId, host, names, t)),
    [messages, localId, host, names, t],
  );
  const choices = useMemo(() => recipients(roles, people), [roles, people]);

  const send = useCallback(
    async (text: string, recipient: Recipient) => {
      try {
        switch (recipient.to) {
          case 'everyone':
            await actions.sendBroadcastMessage(text);
            break;
          case 'role':
            await actions.sendGroupMessage(text, [recipient.role]);
            break;
          case 'peer':
            await actions.sendDirectMessage(text, recipient.peerId);
            break;
          default:
            assertNever(recipient);
        }
        setSentAt(Date.now());
        return true;
      } catch (error) {
        report({ kind: 'message-failed', ...saidBy(error) });
        return false;
      }
    },
    [actions, report],
  );

  const remove = useCallback(
    (line: ChatLine) => {
      actions
        .sendBroadcastMessage(line.id, DELETION)
        .catch((error: unknown) => report({ kind: 'moderation-failed', ...saidBy(error) }));
    },
    [actions, report],
  );
  const setSlow = useCallback(
    (seconds: number) => {
      actions.sessionStore
        .set(SLOW_MODE, seconds)
        .catch((error: unknown) => report({ kind: 'moderation-failed', ...saidBy(error) }));
    },
    [actions, report],
  );
  const slowMode = { seconds: slow, sentAt: host ? null : sentAt, ...(host ? { set: setSlow } : {}) };

  return { lines, recipients: choices, unread, send, remove, slowMode };
}

function toLine(
  message: HMSMessage,
  localId: string,
  host: boolean,
  names: ReadonlyMap<string, string>,
  t: Translate,
): ChatLine {
  const isLocal = message.sender === undefined || message.sender === localId;
  const known = names.get(message.sender ?? localId);
  return {
    id: message.id,
    sender: known ?? message.senderName ?? t('chat.someone'),
    isLocal,
    text: typeof message.message === 'string' ? message.message : JSON.stringify(message.message),
    time: message.time.getTime(),
    audience: audience(message, isLocal, names, t),
    removable: isLocal || host,
  };
}

function audience(message: HMSMessage, isLocal: boolean, names: ReadonlyMap<string, string>, t: Translate): string {
  if (message.recipientPeer) {
    const who = names.get(message.recipientPeer) ?? t('chat.someone');
    return isLocal ? t('chat.sentTo', { who }) : t('chat.toYou');
  }
  if (message.recipientRoles && message.recipientRoles.length > 0) {
    return t('chat.sentTo', { who: message.recipientRoles.map((role) => roleName(role, t)).join(', ') });
  }
  return '';
}
