/**
 * The address the SDK is given as `initEndpoint`. The SDK uses only its origin but refuses an address without the text
 * `https://`; on plain HTTP the fragment carries that text and is dropped again before the request.
 */
export function initEndpoint(origin: string): string {
  return origin.startsWith('https://') ? origin : `${origin}/#https://`;
}

/** `TOKEN_ENDPOINT` ends in a slash by convention; `api/token` is put behind it. */
export function tokenUrl(tokenEndpoint: string, origin: string): string {
  const base = new URL(tokenEndpoint.endsWith('/') ? tokenEndpoint : `${tokenEndpoint}/`, origin);
  return new URL('api/token', base).href;
}

/** The token endpoint as a developer has to write it down: absolute. */
export function absoluteTokenEndpoint(tokenEndpoint: string, origin: string): string {
  return new URL(tokenEndpoint.endsWith('/') ? tokenEndpoint : `${tokenEndpoint}/`, origin).href;
}

/** True for names that every machine understands as itself: a link with one leads nobody else here. */
export function isLocalAddress(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** What links for others begin with: who opened the page as localhost still wants links that lead others here. */
export function linkOrigin(origin: string, publicUrl: string): string {
  return publicUrl !== '' && isLocalAddress(new URL(origin).hostname) ? publicUrl : origin;
}

/** The server API as a page to read, in the reader's language. */
export function apiPage(language: string): string {
  return `/docs/api?lang=${encodeURIComponent(language)}`;
}
