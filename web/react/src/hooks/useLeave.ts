import { useHMSActions } from '@100mslive/react-sdk';
import { isLastOnStage, type Person } from '@rostra/core';
import { useCallback } from 'react';
import type { Live } from './useLive';

/** How long leaving waits for the stream to stop, in milliseconds. */
const STOP_PATIENCE = 1500;

/** Leaves the room; whoever is the last on stage stops the stream first. */
export function useLeave(people: readonly Person[], live: Live): () => void {
  const actions = useHMSActions();
  return useCallback(() => {
    const stops = live.allowed && live.hls.running && isLastOnStage(people);
    const stopped = stops ? actions.stopHLSStreaming().catch(() => undefined) : Promise.resolve();
    const patience = new Promise<void>((resolve) => setTimeout(resolve, stops ? STOP_PATIENCE : 0));
    void Promise.race([stopped, patience]).then(() => actions.leave());
  }, [actions, live.allowed, live.hls.running, people]);
}
