import { parseAppConfig, type AppConfig, type Problem } from '@rostra/core';
import { useCallback, useEffect, useState } from 'react';

export type ConfigState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: Problem; readonly retry: () => void }
  | { readonly status: 'ready'; readonly config: AppConfig };

/** Asks our server what can be joined here. */
export function useAppConfig(): ConfigState {
  const [state, setState] = useState<ConfigState>({ status: 'loading' });
  const load = useCallback(async () => {
    setState({ status: 'loading' });
    setState(await fetchConfig(() => void load()));
  }, []);
  useEffect(() => void load(), [load]);
  return state;
}

async function fetchConfig(retry: () => void): Promise<ConfigState> {
  try {
    const response = await fetch('/app/config', { headers: { accept: 'application/json' } });
    if (!response.ok) {
      return { status: 'failed', problem: { kind: 'server-error', detail: `HTTP ${response.status}` }, retry };
    }
    const config = parseAppConfig(await response.json().catch(() => null));
    return config === null
      ? { status: 'failed', problem: { kind: 'config-invalid' }, retry }
      : { status: 'ready', config };
  } catch {
    return { status: 'failed', problem: { kind: 'server-unreachable' }, retry };
  }
}
