import type { Trouble } from '@rostra/core/dashboard';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useDashboard } from './context';

export interface Resource<T> {
  /** What was read last; null while there is nothing. */
  readonly value: T | null;
  readonly trouble: Trouble | null;
  reload: () => void;
}

/** Reads a resource, again when the path changes and every so many milliseconds while the page is visible. */
export function useResource<T>(path: string | null, every?: number): Resource<T> {
  const { call } = useDashboard();
  const [state, setState] = useState<{ path: string | null; value: T | null; trouble: Trouble | null }>({
    path: null,
    value: null,
    trouble: null,
  });
  const wanted = useRef(path);
  wanted.current = path;

  const load = useCallback(async () => {
    if (path === null) return;
    const answer = await call<T>('GET', path);
    // An answer that comes after another path was asked for is not shown.
    if (wanted.current !== path) return;
    setState((before) =>
      'value' in answer
        ? { path, value: answer.value, trouble: null }
        : { path, value: before.path === path ? before.value : null, trouble: answer.trouble },
    );
  }, [call, path]);

  useEffect(() => {
    void load();
    if (every === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void load();
    }, every);
    return () => clearInterval(timer);
  }, [load, every]);

  const current = state.path === path;
  return {
    value: current ? state.value : null,
    trouble: current ? state.trouble : null,
    reload: useCallback(() => void load(), [load]),
  };
}
