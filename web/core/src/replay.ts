import { isRecord } from './appConfig';

/** What can be seen again while nothing is live; paths on our server. */
export type Replay =
  | { readonly kind: 'stream'; readonly path: string }
  | { readonly kind: 'recording'; readonly path: string; readonly seconds: number };

/**
 * Reads the answer of `GET /app/replay`: `{"stream":"/hls/…/master.m3u8","recording":{"path":"/recordings/…","duration":61}}`.
 * What was live just now comes first: it is what the audience has seen.
 */
export function parseReplay(body: unknown): Replay | null {
  if (!isRecord(body)) return null;
  const { stream, recording } = body;
  if (typeof stream === 'string' && stream.startsWith('/hls/')) return { kind: 'stream', path: stream };
  if (isRecord(recording) && typeof recording['path'] === 'string' && recording['path'].startsWith('/recordings/')) {
    const seconds = typeof recording['duration'] === 'number' ? recording['duration'] : 0;
    return { kind: 'recording', path: recording['path'], seconds };
  }
  return null;
}
