import { useScreenShare } from '@100mslive/react-sdk';
import type { Problem } from '@rostra/core';
import { useCallback } from 'react';
import { saidBy } from './useHand';

export interface Screen {
  readonly sharing: boolean;
  /** Absent where role or browser cannot. */
  readonly toggle: (() => void) | undefined;
}

/** Sharing one's screen. */
export function useScreen(report: (problem: Problem) => void): Screen {
  const onError = useCallback(
    (error: Error & { code?: unknown }) => {
      // Whoever closes the browser's own window of choice has changed their mind; that is no problem.
      if (error.code !== REFUSED) report({ kind: 'screen-share-failed', ...saidBy(error) });
    },
    [report],
  );
  const { amIScreenSharing, toggleScreenShare } = useScreenShare(onError);
  const possible = typeof navigator.mediaDevices?.getDisplayMedia === 'function';
  return {
    sharing: amIScreenSharing,
    toggle: possible && toggleScreenShare ? () => void toggleScreenShare() : undefined,
  };
}

/** The SDK's code for a capture that was not allowed. */
const REFUSED = 3001;
