/** Small things a browser remembers for the next visit. A browser that forbids storage only forgets them. */
export type Remembered = 'language' | 'name' | 'role' | 'camera' | 'microphone';

export function recall(key: Remembered): string | null {
  try {
    return localStorage.getItem(`rostra.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: Remembered, value: string): void {
  try {
    localStorage.setItem(`rostra.${key}`, value);
  } catch {
    // Forbidden or full: the next visit starts without it.
  }
}
