import { endOfMedia, firstVariant, streamHealth, type StreamHealth, type StreamSample } from '@rostra/core';
import { useEffect, useState } from 'react';

const LOOK_EVERY = 4000;
/** Looks that are compared: the pace of the last eight seconds. */
const KEPT = 3;

/** How the stream at this address does, for those who make it; null while that is unknown. */
export function useStreamHealth(url: string): StreamHealth | null {
  const [health, setHealth] = useState<StreamHealth | null>(null);
  useEffect(() => {
    setHealth(null);
    if (url === '') return;
    let over = false;
    let samples: readonly StreamSample[] = [];
    const look = async () => {
      const end = await endNow(url);
      if (over) return;
      if (end === null) {
        // What was seen before says nothing about now.
        samples = [];
        setHealth(null);
        return;
      }
      samples = [...samples, { end, at: performance.now() }].slice(-KEPT);
      const [first, last] = [samples[0], samples[samples.length - 1]];
      if (samples.length === KEPT && first && last) setHealth(streamHealth(first, last));
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [url]);
  return health;
}

async function endNow(url: string): Promise<number | null> {
  try {
    const variant = firstVariant(await textOf(url));
    return variant === null
      ? null
      : endOfMedia(await textOf(new URL(variant, new URL(url, window.location.href)).href));
  } catch {
    return null;
  }
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url, { cache: 'no-store' });
  return response.ok ? response.text() : '';
}
