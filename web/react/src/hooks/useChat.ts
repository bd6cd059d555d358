import {
  selectAvailableRoleNames,
  selectHMSMessages,
  selectLocalPeerID,
  selectUnreadHMSMessagesCount,
  useHMSActions,
  useHMSStore,
  type HMSMessage,
} from '@100mslive/react-sdk';
import {
  assertNever,
  recipients,
  roleName,
  type Person,
  type Problem,
  type Recipient,
  type Translate,
} from '@rostra/core';
import { useCallback, useEffect, useMemo } from 'react';
import type { ChatLine } from '../chat/ChatMessage';
import { useLanguage } from '../i18n';

export interface Chat {
  readonly lines: readonly ChatLine[];
  readonly recipients: readonly Recipient[];
  readonly unread: number;
  send: (text: string, recipient: Recipient) => Promise<boolean>;
}

/** The chat of the room. While `visible`, everything counts as read. */
export function useChat(people: readonly Person[], visible: boolean, report: (problem: Problem) => void): Chat {
  const { t } = useLanguage();
  const actions = useHMSActions();
  const messages = useHMSStore(selectHMSMessages);
  const localId = useHMSStore(selectLocalPeerID);
  const unread = useHMSStore(selectUnreadHMSMessagesCount);
  const roles = useHMSStore(selectAvailableRoleNames);

  useEffect(() => {
    if (visible && unread > 0) actions.setMessageRead(true);
  }, [visible, unread, actions]);

  const names = useMemo(() => new Map(people.map((person) => [person.id, person.name])), [people]);
  const lines = useMemo(
    () => messages.filter((message) => message.type === 'chat').map((message) => toLine(message, localId, names, t)),
    [messages, localId, names, t],
  );
  const choices = useMemo(() => recipients(roles, people), [roles, people]);

  const send = useCallback(
    async (text: string, recipient: Recipient) => {
      try {
        switch (recipient.to) {
          case 'everyone':
            await actions.sendBroadcastMessage(text);
            return true;
          case 'role':
            await actions.sendGroupMessage(text, [recipient.role]);
            return true;
          case 'peer':
            await actions.sendDirectMessage(text, recipient.peerId);
            return true;
          default:
            return assertNever(recipient);
        }
      } catch (error) {
        report({ kind: 'message-failed', ...(error instanceof Error ? { detail: error.message } : {}) });
        return false;
      }
    },
    [actions, report],
  );

  return { lines, recipients: choices, unread, send };
}

function toLine(message: HMSMessage, localId: string, names: ReadonlyMap<string, string>, t: Translate): ChatLine {
  const isLocal = message.sender === undefined || message.sender === localId;
  const known = names.get(message.sender ?? localId);
  return {
    id: message.id,
    sender: known ?? message.senderName ?? t('chat.someone'),
    isLocal,
    text: typeof message.message === 'string' ? message.message : JSON.stringify(message.message),
    time: message.time.getTime(),
    audience: audience(message, isLocal, names, t),
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
