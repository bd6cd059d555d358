/** Keys of the dashboard's texts for words of the server that it uses as codes. */

/** Why a peer is no longer there, as the server API says it. */
export function leaveReason(reason: string) {
  switch (reason) {
    case 'client request':
      return 'leave.left';
    case 'peer kicked':
      return 'leave.removed';
    case 'websocket closed':
      return 'leave.socketLost';
    case 'ice connection state closed':
      return 'leave.mediaLost';
    case 'server removed peer':
      return 'leave.serverStopped';
    default:
      return null;
  }
}

/** Why somebody was not let in: the text's key and what it is filled with; null for words that we do not know. */
export function failureCause(cause: string) {
  if (cause === 'The room is disabled') {
    return { key: 'cause.disabled', params: {} } as const;
  }
  if (/^The room (is full|has no place left)/.test(cause)) {
    return { key: 'cause.full', params: {} } as const;
  }
  if (cause === 'The token has expired') {
    return { key: 'cause.expired', params: {} } as const;
  }
  const role = /^The room has no role (.+)$/.exec(cause)?.[1];
  return role === undefined ? null : ({ key: 'cause.noRole', params: { role } } as const);
}

/** How far a delivery, a stream or a recording is. */
export type Progress = 'running' | 'done' | 'failed';

export function progressOf(status: string): Progress {
  switch (status) {
    case 'completed':
    case 'success':
      return 'done';
    case 'failed':
      return 'failed';
    default:
      return 'running';
  }
}

export type DeliveryStatus = 'success' | 'failed' | 'pending';

/** `success` of `reporter.webhook.delivery.success`. */
export function deliveryStatus(eventName: string): DeliveryStatus {
  const status = eventName.slice(eventName.lastIndexOf('.') + 1);
  return status === 'success' || status === 'failed' ? status : 'pending';
}
