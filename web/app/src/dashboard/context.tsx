import type { Place } from '@rostra/core/dashboard';
import { createContext, useContext } from 'react';
import { call, type Answer, type Method } from './client';

export interface Dashboard {
  readonly place: Place;
  go: (place: Place) => void;
  /** As `call`, but who is no longer logged in is shown the login page. */
  call: typeof call;
  logOut: () => void;
}

const Context = createContext<Dashboard | null>(null);
export const DashboardProvider = Context.Provider;

export function useDashboard(): Dashboard {
  const context = useContext(Context);
  if (context === null) {
    throw new Error('useDashboard needs a DashboardProvider above it');
  }
  return context;
}

/** `call` that reports when the session is over. */
export function callUntil(loggedOut: () => void): typeof call {
  return async <T,>(method: Method, path: string, body?: unknown): Promise<Answer<T>> => {
    const answer = await call<T>(method, path, body);
    if ('trouble' in answer && answer.trouble.kind === 'logged-out') {
      loggedOut();
    }
    return answer;
  };
}
