import { selectIsTranscriptionEnabled, useHMSStore, useTranscript, type HMSTranscript } from '@100mslive/react-sdk';
import { current, withTranscripts, type CaptionLine } from '@rostra/core';
import { useCallback, useEffect, useState } from 'react';

/** What is being said, in words, where the room has an app that writes it down; null where it has none. */
export function useCaptions(): readonly CaptionLine[] | null {
  const enabled = useHMSStore(selectIsTranscriptionEnabled);
  const [lines, setLines] = useState<readonly CaptionLine[]>([]);
  useTranscript({
    onTranscript: useCallback((said: HMSTranscript[]) => {
      if (Array.isArray(said)) setLines((before) => withTranscripts(before, said, Date.now()));
    }, []),
  });
  useEffect(() => {
    if (lines.length === 0) return;
    const next = Math.min(...lines.map(({ until }) => until)) - Date.now();
    const timer = setTimeout(() => setLines((before) => current(before, Date.now())), Math.max(0, next) + 10);
    return () => clearTimeout(timer);
  }, [lines]);
  return enabled || lines.length > 0 ? lines : null;
}
