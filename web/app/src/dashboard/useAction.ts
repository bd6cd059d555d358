import type { Trouble } from '@rostra/core/dashboard';
import { useState } from 'react';
import type { Answer } from './client';

export interface Action {
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  /** Does it, unless it is being done already; true when it was done. */
  run: <T>(work: () => Promise<Answer<T>>, done?: (value: T) => void) => Promise<boolean>;
  clear: () => void;
}

/** A change that the user asked for: whether it is under way, and what went wrong. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  return {
    busy,
    trouble,
    run: async (work, done) => {
      if (busy) return false;
      setBusy(true);
      const answer = await work();
      setBusy(false);
      setTrouble('trouble' in answer ? answer.trouble : null);
      if ('trouble' in answer) return false;
      done?.(answer.value);
      return true;
    },
    clear: () => setTrouble(null),
  };
}
