/** What a key does in a room. */
export type RoomShortcut = 'microphone' | 'camera' | 'hand' | 'chat' | 'people' | 'fullscreen' | 'help';
/** What a key does to the player. */
export type PlayerShortcut = 'play' | 'mute' | 'fullscreen' | 'captions' | 'back' | 'forward' | 'live' | 'help';

/** The parts of a keyboard event that decide. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** For the help sheet, in its order. */
export const roomKeys: readonly (readonly [string, RoomShortcut])[] = [
  ['m', 'microphone'],
  ['v', 'camera'],
  ['h', 'hand'],
  ['c', 'chat'],
  ['p', 'people'],
  ['f', 'fullscreen'],
  ['?', 'help'],
];

export const playerKeys: readonly (readonly [string, PlayerShortcut])[] = [
  ['k', 'play'],
  ['m', 'mute'],
  ['f', 'fullscreen'],
  ['c', 'captions'],
  ['j', 'back'],
  ['l', 'forward'],
  ['End', 'live'],
  ['?', 'help'],
];

/** The meaning of a key press; null for other keys and for those that belong to the browser. */
export function shortcutOf<S>(press: KeyPress, keys: readonly (readonly [string, S])[]): S | null {
  if (press.ctrlKey || press.metaKey || press.altKey) {
    return null;
  }
  const pressed = press.key.toLowerCase();
  return keys.find(([key]) => key.toLowerCase() === pressed)?.[1] ?? null;
}

/** True where a key press writes or chooses something, so that no shortcut may take it. */
export function isTyping(tag: string, type: string | undefined, editable: boolean): boolean {
  return (
    editable || tag === 'TEXTAREA' || tag === 'SELECT' || (tag === 'INPUT' && type !== 'checkbox' && type !== 'button')
  );
}
