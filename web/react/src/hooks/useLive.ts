import { selectHLSState, selectPermissions, useHMSActions, useHMSStore, type HMSHLS } from '@100mslive/react-sdk';
import { livePhase, type HlsState, type LivePhase, type LiveWish, type Problem } from '@rostra/core';
import { useCallback, useEffect, useState } from 'react';
import { saidBy } from './useHand';

export interface Live {
  readonly hls: HlsState;
  readonly phase: LivePhase;
  readonly allowed: boolean;
  start: () => void;
  stop: () => void;
}

/** A wish that nobody answered is forgotten after this time, in milliseconds. */
const WISH_LASTS = 20_000;

/** The stream of the room, and the two things one can do about it. */
export function useLive(report: (problem: Problem) => void): Live {
  const state = useHMSStore(selectHLSState);
  const permissions = useHMSStore(selectPermissions);
  const actions = useHMSActions();
  const [wish, setWish] = useState<LiveWish>(null);
  const hls = toHlsState(state);
  const failure = state?.error?.message;

  useEffect(() => {
    if (wish === null) return;
    const timer = setTimeout(() => setWish(null), WISH_LASTS);
    return () => clearTimeout(timer);
  }, [wish]);

  useEffect(() => setWish(null), [hls.running, hls.url]);

  useEffect(() => {
    if (failure !== undefined && !hls.running) {
      setWish(null);
      report({ kind: 'stream-start-failed', ...(failure === '' ? {} : { detail: failure }) });
    }
  }, [failure, hls.running, report]);

  const start = useCallback(() => {
    setWish('start');
    actions.startHLSStreaming().catch((error: unknown) => {
      setWish(null);
      report({ kind: 'stream-start-failed', ...saidBy(error) });
    });
  }, [actions, report]);

  const stop = useCallback(() => {
    setWish('stop');
    actions.stopHLSStreaming().catch((error: unknown) => {
      setWish(null);
      report({ kind: 'stream-stop-failed', ...saidBy(error) });
    });
  }, [actions, report]);

  return { hls, phase: livePhase(hls, wish), allowed: permissions?.hlsStreaming === true, start, stop };
}

function toHlsState(state: HMSHLS | undefined): HlsState {
  const variant = state?.variants?.[0];
  const startedAt = variant?.startedAt?.getTime();
  return {
    running: state?.running === true,
    url: variant?.url ?? '',
    ...(startedAt === undefined ? {} : { startedAt }),
  };
}
