import { isTyping, shortcutOf } from '@rostra/core';
import { useEffect, useRef } from 'react';

/** Runs what a key stands for, unless the key belongs to a field, a menu or an open dialog. */
export function useShortcuts<S extends string>(
  keys: readonly (readonly [string, S])[],
  handlers: Partial<Record<S, (() => void) | undefined>>,
): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      const typing = isTyping(target.tagName, target.getAttribute('type') ?? undefined, target.isContentEditable);
      if (event.defaultPrevented || event.repeat || typing || target.closest(OWN_KEYS)) return;
      const shortcut = shortcutOf(event, keys);
      const handler = shortcut === null ? undefined : latest.current[shortcut];
      if (handler) {
        event.preventDefault();
        handler();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [keys]);
}

/** What handles keys itself. */
const OWN_KEYS = 'dialog, [role="dialog"], [role="menu"]';
