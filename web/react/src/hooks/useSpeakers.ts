import { selectSpeakers, useHMSStore, type HMSStore } from '@100mslive/react-sdk';
import { useMemo } from 'react';

/** The ids of those who are speaking. Levels change many times a second; who speaks changes seldom. */
export function useSpeakers(): ReadonlySet<string> {
  const ids = useHMSStore(speakingIds);
  return useMemo(() => new Set(ids.split(' ')), [ids]);
}

function speakingIds(store: HMSStore): string {
  return Object.values(selectSpeakers(store))
    .filter(({ audioLevel }) => audioLevel > 0)
    .map(({ peerID }) => peerID)
    .sort()
    .join(' ');
}
