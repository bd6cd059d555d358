import { codePath, joinPath, parseRoute, roomPath } from '@rostra/core';
import { useEffect } from 'react';
import type { JoinRequest } from './session/joinRequest';

/**
 * Keeps the address in step with the page. The address of a room, opened or loaded again, leads to its door: that of a
 * room somebody came into by a code stays the code's, since nothing else lets them in again. Going back leaves the room.
 */
export function useRoomAddress(request: JoinRequest | null, connected: boolean, close: (why: null) => void): void {
  const roomId = connected ? request?.roomId : undefined;
  const role = request?.role ?? '';
  const code = request !== null && 'code' in request.access ? request.access.code : null;

  useEffect(() => {
    if (roomId === undefined) return;
    window.history.pushState(null, '', code === null ? roomPath(roomId) : codePath(code));
    const onBack = () => close(null);
    window.addEventListener('popstate', onBack);
    return () => {
      window.removeEventListener('popstate', onBack);
      const { page } = parseRoute(window.location.pathname, '');
      if (page === 'room') window.history.replaceState(null, '', joinPath({ roomId, role }));
    };
  }, [roomId, role, code, close]);
}
