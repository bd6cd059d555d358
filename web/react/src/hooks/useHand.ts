import { selectHasPeerHandRaised, selectLocalPeerID, useHMSActions, useHMSStore } from '@100mslive/react-sdk';
import type { Problem } from '@rostra/core';
import { useCallback } from 'react';

export interface Hand {
  readonly raised: boolean;
  toggle: () => void;
}

/** One's own raised hand: how somebody in the audience asks to come on stage. */
export function useHand(report: (problem: Problem) => void): Hand {
  const actions = useHMSActions();
  const localId = useHMSStore(selectLocalPeerID);
  const raised = useHMSStore(selectHasPeerHandRaised(localId)) === true;
  const toggle = useCallback(() => {
    const done = raised ? actions.lowerLocalPeerHand() : actions.raiseLocalPeerHand();
    done.catch((error: unknown) => report({ kind: 'hand-failed', ...saidBy(error) }));
  }, [actions, raised, report]);
  return { raised, toggle };
}

/** What an exception of the SDK says, as the detail of a problem. */
export function saidBy(error: unknown): { detail?: string } {
  return error instanceof Error && error.message !== '' ? { detail: error.message } : {};
}
