import { selectRecordingState, selectRTMPState, useHMSActions, useHMSStore } from '@100mslive/react-sdk';
import type { Problem } from '@rostra/core';
import { useCallback, useState } from 'react';
import { saidBy } from './useHand';

/** Recording, and pushing to other servers. The protocol stops both at once. */
export interface Outputs {
  readonly recording: boolean;
  readonly pushing: boolean;
  /** Asked for and not answered yet. */
  readonly pending: boolean;
  record: () => void;
  push: (urls: readonly string[]) => void;
  stop: () => void;
}

export function useOutputs(report: (problem: Problem) => void): Outputs {
  const actions = useHMSActions();
  const recording = useHMSStore(selectRecordingState).browser?.running === true;
  const pushing = useHMSStore(selectRTMPState).running === true;
  const [pending, setPending] = useState(false);

  const run = useCallback(
    (kind: 'recording-failed' | 'push-failed', done: Promise<void>) => {
      setPending(true);
      done.catch((error: unknown) => report({ kind, ...saidBy(error) })).finally(() => setPending(false));
    },
    [report],
  );

  return {
    recording,
    pushing,
    pending,
    record: () => run('recording-failed', actions.startRTMPOrRecording({ record: true })),
    push: (urls) => run('push-failed', actions.startRTMPOrRecording({ record: false, rtmpURLs: [...urls] })),
    stop: () => run(recording ? 'recording-failed' : 'push-failed', actions.stopRTMPAndRecording()),
  };
}
