import { troubleOf, UNREACHABLE, type Trouble } from '@rostra/core/dashboard';

export type Answer<T> = { readonly value: T } | { readonly trouble: Trouble };
export type Method = 'GET' | 'POST' | 'DELETE';

/** Calls our server as the operator; the browser adds the cookie. Every way it can go wrong comes back as trouble. */
export async function call<T>(method: Method, path: string, body?: unknown): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      // The server takes changes only with this header, which no other site's page can send.
      headers: { 'X-Rostra-Dashboard': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    return { trouble: UNREACHABLE };
  }
  const json: unknown = await response.json().catch(() => null);
  return response.ok ? { value: json as T } : { trouble: troubleOf(response.status, json) };
}
