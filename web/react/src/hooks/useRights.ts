import { selectPermissions, useHMSStore } from '@100mslive/react-sdk';
import { noRights, type Rights } from '@rostra/core';
import { useMemo } from 'react';

/** What the local role may do, as its template says. The server has the last word. */
export interface LocalRights extends Rights {
  readonly record: boolean;
  readonly push: boolean;
  readonly pollRead: boolean;
  readonly pollWrite: boolean;
}

export function useRights(): LocalRights {
  const permissions = useHMSStore(selectPermissions);
  return useMemo(
    () => ({
      mute: permissions?.mute ?? noRights.mute,
      unmute: permissions?.unmute ?? noRights.unmute,
      removeOthers: permissions?.removeOthers ?? noRights.removeOthers,
      changeRole: permissions?.changeRole ?? noRights.changeRole,
      endRoom: permissions?.endRoom ?? noRights.endRoom,
      record: permissions?.browserRecording ?? false,
      push: permissions?.rtmpStreaming ?? false,
      pollRead: permissions?.pollRead ?? false,
      pollWrite: permissions?.pollWrite ?? false,
    }),
    [permissions],
  );
}
