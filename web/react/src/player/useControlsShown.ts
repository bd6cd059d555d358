import { useEffect, useState, type RefObject } from 'react';

const STAYS = 3000;

/** True while the viewer moves, touches or has the focus in the player, and for three seconds after; always when `hold`. */
export function useControlsShown(root: RefObject<HTMLElement>, hold: boolean): boolean {
  const [active, setActive] = useState(true);
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const listeners = new AbortController();
    const { signal } = listeners;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stir = () => {
      setActive(true);
      clearTimeout(timer);
      timer = setTimeout(() => setActive(element.querySelector(':focus-visible') !== null), STAYS);
    };
    for (const event of ['pointermove', 'pointerdown', 'focusin', 'keydown']) {
      element.addEventListener(event, stir, { signal });
    }
    element.addEventListener('pointerleave', (event) => event.pointerType === 'mouse' && setActive(false), { signal });
    stir();
    return () => {
      listeners.abort();
      clearTimeout(timer);
    };
  }, [root]);
  return active || hold;
}
