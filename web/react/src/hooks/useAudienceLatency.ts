import { audienceLatency, audienceUrl } from '@rostra/core';
import { useEffect, useState } from 'react';

const ASK_EVERY = 4000;

/** How late the audience sees the stream at this address, in seconds, as its players measure it; null while unknown. */
export function useAudienceLatency(url: string): number | null {
  const [latency, setLatency] = useState<number | null>(null);
  useEffect(() => {
    setLatency(null);
    if (url === '') return;
    const address = audienceUrl(url, window.location.href);
    let over = false;
    const ask = async () => {
      const told = await fetch(address, { cache: 'no-store' })
        .then((response) => (response.ok ? (response.json() as Promise<unknown>) : null))
        .catch(() => null);
      if (!over) setLatency(audienceLatency(told));
    };
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [url]);
  return latency;
}
