/** Where the SDK keeps reports for its vendor that our Content-Security-Policy did not let out. */
const VENDOR_REPORTS = 'client-events';

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

/** Drops the SDK's unsent reports: they hold names and tokens, and it would try to send them at each join. */
export function forgetVendorReports(): void {
  try {
    localStorage.removeItem(VENDOR_REPORTS);
  } catch {
    // Forbidden: then nothing was kept either.
  }
}
