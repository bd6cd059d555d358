import { useEffect, useState } from 'react';
import { useDashboard } from './context';

/** The names of rooms that a list knows by their ids; the id where there is no name yet. */
export function useRoomNames(ids: readonly string[]): (id: string) => string {
  const { call } = useDashboard();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const missing = [...new Set(ids)].filter((id) => !names.has(id)).join(' ');
  useEffect(() => {
    let current = true;
    for (const id of missing.split(' ').filter((each) => each !== '')) {
      void call<{ name: string }>('GET', `/v2/rooms/${encodeURIComponent(id)}`).then((answer) => {
        if (current) setNames((before) => new Map(before).set(id, 'value' in answer ? answer.value.name : id));
      });
    }
    return () => {
      current = false;
    };
  }, [call, missing]);
  return (id) => names.get(id) ?? id;
}
