import { secondsToWait } from '@rostra/core';
import { useEffect, useState } from 'react';

/** Seconds that slow mode still asks for, counted down. */
export function useWait(slow: number, sentAt: number | null): number {
  const [now, setNow] = useState(Date.now);
  const left = secondsToWait(slow, sentAt, now);
  useEffect(() => {
    setNow(Date.now());
    if (slow === 0 || sentAt === null) return;
    const timer = setInterval(() => {
      const at = Date.now();
      setNow(at);
      if (secondsToWait(slow, sentAt, at) === 0) clearInterval(timer);
    }, 500);
    return () => clearInterval(timer);
  }, [slow, sentAt]);
  return left;
}
