import { joinPath, parseRoute, roomPath, type JoinPrefill } from '@rostra/core';
import { recall } from '@rostra/react';
import { useEffect, useState } from 'react';
import type { JoinRequest } from './session/joinRequest';

/**
 * Keeps the address in step with the page and says what the form starts with. A room's address that is opened or
 * loaded again leads to its join page; going back from a room leaves it.
 */
export function useAppRoute(request: JoinRequest | null, connected: boolean, close: (why: null) => void): JoinPrefill {
  const [prefill] = useState(firstPrefill);
  const roomId = connected ? request?.roomId : undefined;
  const role = request?.role ?? '';

  useEffect(() => {
    if (roomId === undefined) return;
    window.history.pushState(null, '', roomPath(roomId));
    const onBack = () => close(null);
    window.addEventListener('popstate', onBack);
    return () => {
      window.removeEventListener('popstate', onBack);
      const { page } = parseRoute(window.location.pathname, '');
      if (page === 'room') window.history.replaceState(null, '', joinPath({ roomId, role }));
    };
  }, [roomId, role, close]);

  return prefill;
}

function firstPrefill(): JoinPrefill {
  const remembered = { name: recall('name') ?? '', role: recall('role') ?? '' };
  const route = parseRoute(window.location.pathname, window.location.search);
  if (route.page === 'join') {
    return { ...remembered, ...route.prefill };
  }
  if (route.page === 'relay') {
    return remembered;
  }
  const prefill = { roomId: route.roomId, ...remembered };
  window.history.replaceState(null, '', joinPath(prefill));
  return prefill;
}
