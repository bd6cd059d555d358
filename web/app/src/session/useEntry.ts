import { randomId, requestCodeToken, tokenClaims, type AppConfig, type Problem } from '@rostra/core';
import { useCallback, useEffect, useState } from 'react';
import { useAppConfig, type ConfigState } from '../useAppConfig';
import type { Access } from './joinRequest';

/** What a join page offers: rooms with roles, and how to come by a token for them. */
export type Entry =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: Problem; readonly retry: () => void }
  | { readonly status: 'ready'; readonly config: AppConfig; readonly access: Access };

/** The rooms that the server lists for us. */
export function useListedEntry(): Entry {
  const config = useAppConfig();
  return config.status === 'ready' ? { ...config, access: { tokenEndpoint: config.config.tokenEndpoint } } : config;
}

/** The one room and role behind a code; a code that is no good is told before anything is typed. */
export function useCodeEntry(code: string): Entry {
  const [state, setState] = useState<ConfigState>({ status: 'loading' });
  const load = useCallback(async () => {
    setState({ status: 'loading' });
    const result = await requestCodeToken(code, randomId(), fetch);
    const claims = 'token' in result ? tokenClaims(result.token) : null;
    const retry = () => void load();
    if ('problem' in result) return setState({ status: 'failed', problem: result.problem, retry });
    if (claims === null) return setState({ status: 'failed', problem: { kind: 'config-invalid' }, retry });
    const room = { id: claims.roomId, name: '', roles: [claims.role], codes: {} };
    setState({ status: 'ready', config: { rooms: [room], tokenEndpoint: '', guestAccess: true, publicUrl: '' } });
  }, [code]);
  useEffect(() => void load(), [load]);
  return state.status === 'ready' ? { ...state, access: { code } } : state;
}
