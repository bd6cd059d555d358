import { selectIsTranscriptionEnabled, useHMSStore, useTranscript, type HMSTranscript } from '@100mslive/react-sdk';
import { current, withTranscripts, type CaptionLine } from '@rostra/core';
import { useCallback, useEffect, useState } from 'react';

/** What is being said, in words, where the room has an app that writes it down; null where it has none. */
export function useCaptions(): readonly CaptionLine[] | null {
  const enabled = useHMSStore(selectIsTranscriptionEnabled);
  const [lines, setLines] = useState<readonly CaptionLine[]>([]);
  // Whoever pauses for breath is not gone.
  const [heard, setHeard] = useState(false);
  useTranscript({
    onTranscript: useCallback((said: HMSTranscript[]) => {
      if (!Array.isArray(said)) return;
      setHeard(true);
      setLines((before) => withTranscripts(before, said, Date.now()));
    }, []),
  });
  useEffect(() => {
    if (lines.length === 0) return;
    const next = Math.min(...lines.map(({ until }) => until)) - Date.now();
    const timer = setTimeout(() => setLines((before) => current(before, Date.now())), Math.max(0, next) + 10);
    return () => clearTimeout(timer);
  }, [lines]);
  return enabled || heard ? lines : null;
}
