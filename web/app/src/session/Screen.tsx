import type { CaptionLine, WatchPhase } from '@rostra/core';
import { WaitingScreen } from '@rostra/react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { JoinRequest } from './joinRequest';
import { useReplay } from './useReplay';

const LivePlayer = lazy(() => import('@rostra/react/LivePlayer'));
const ReplayPlayer = lazy(() => import('@rostra/react/ReplayPlayer'));

export interface ScreenProps {
  request: JoinRequest;
  phase: WatchPhase;
  url: string;
  captionLines?: readonly CaptionLine[] | null;
}

/** The picture: what is live, else what was, if that is kept, else a word. */
export function Screen({ request, phase, url, captionLines = null }: ScreenProps) {
  const replay = useReplay(request, phase);
  const [replaying, setReplaying] = useState(false);
  // The next stream begins by itself, also for who looks at the last one.
  useEffect(() => setReplaying(false), [phase === 'live']);
  if (phase === 'live') {
    return (
      <Suspense fallback={<WaitingScreen phase="starting" />}>
        <LivePlayer url={url} captionLines={captionLines} />
      </Suspense>
    );
  }
  if (replaying && replay !== null) {
    return (
      <Suspense fallback={<WaitingScreen phase={phase} />}>
        <ReplayPlayer replay={replay} onClose={() => setReplaying(false)} />
      </Suspense>
    );
  }
  return <WaitingScreen phase={phase} onReplay={replay === null ? undefined : () => setReplaying(true)} />;
}
