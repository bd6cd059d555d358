import { parseReplay, type Replay, type WatchPhase } from '@rostra/core';
import { useEffect, useState } from 'react';
import { tokenFor, type JoinRequest } from './joinRequest';

/** A recording is made seekable when it has ended; until then there may be nothing yet. In milliseconds. */
const AGAIN_AFTER = 10_000;
const MOST_TRIES = 12;

/** What can be seen again while nothing is live; null while there is nothing. */
export function useReplay(request: JoinRequest, phase: WatchPhase): Replay | null {
  const [replay, setReplay] = useState<Replay | null>(null);
  const idle = phase === 'ended' || phase === 'waiting';
  const tries = phase === 'ended' ? MOST_TRIES : 1;
  useEffect(() => {
    setReplay(null);
    if (!idle) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (left: number) => {
      const found = await lookFor(request);
      if (over) return;
      if (found !== null) setReplay(found);
      else if (left > 1) timer = setTimeout(() => void look(left - 1), AGAIN_AFTER);
    };
    void look(tries);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [request, idle, tries]);
  return replay;
}

async function lookFor(request: JoinRequest): Promise<Replay | null> {
  const result = await tokenFor(request);
  if ('problem' in result) return null;
  try {
    const response = await fetch('/app/replay', { headers: { Authorization: `Bearer ${result.token}` } });
    return response.ok ? parseReplay(await response.json()) : null;
  } catch {
    return null;
  }
}
