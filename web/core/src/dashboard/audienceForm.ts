import type { Destinations, FieldErrors } from './roleForm';

/** How far the audience can go back: as the server's configuration says, to the beginning, or so many seconds. */
export type Rewind = 'server' | 'event' | 'window';

export interface AudienceDraft {
  readonly rewind: Rewind;
  /** With `window`. */
  readonly seconds: number;
  /** Of the picture: the best and so many smaller ones; 0 for all there are. */
  readonly sizes: number;
}

/** Segments of the template API count as two seconds. */
const SEGMENT = 2;
const [LEAST, MOST] = [3 * SEGMENT, 150 * SEGMENT];

/** What a layer says of its size is not looked at: the sizes are those that the broadcaster sends. */
const SIZES = [
  { width: 1280, height: 720 },
  { width: 640, height: 360 },
  { width: 320, height: 180 },
];
export const MOST_SIZES = SIZES.length;

/** The first HLS destination is the one in force. */
export function audienceDraft({ hlsDestinations }: Destinations): AudienceDraft {
  const first = Object.values(hlsDestinations ?? {})[0] ?? {};
  const segments = first['numPlaylistSegments'];
  const layers = first['layers'];
  const sizes = Array.isArray(layers) ? Math.min(layers.length, MOST_SIZES) : 0;
  if (first['playlistType'] === 'event') return { rewind: 'event', seconds: MOST, sizes };
  return first['playlistType'] === 'live' && typeof segments === 'number'
    ? { rewind: 'window', seconds: segments * SEGMENT, sizes }
    : { rewind: 'server', seconds: MOST, sizes };
}

export function audienceErrors({ rewind, seconds }: AudienceDraft): FieldErrors {
  const fine = Number.isInteger(seconds) && seconds >= LEAST && seconds <= MOST;
  return rewind === 'window' && !fine ? { seconds: { key: 'form.range', params: { min: LEAST, max: MOST } } } : {};
}

/** The destinations with this for the audience; whatever else was set of the first one stays. */
export function withAudience(destinations: Destinations, draft: AudienceDraft): Destinations {
  const [name = 'hls', before = {}] = Object.entries(destinations.hlsDestinations ?? {})[0] ?? [];
  const { playlistType: _, numPlaylistSegments: __, layers, ...others } = before;
  const same = Array.isArray(layers) && layers.length === draft.sizes;
  const first = {
    ...others,
    name,
    layers: same ? layers : SIZES.slice(0, draft.sizes),
    ...(draft.rewind === 'event' ? { playlistType: 'event' } : {}),
    ...(draft.rewind === 'window'
      ? { playlistType: 'live', numPlaylistSegments: Math.round(draft.seconds / SEGMENT) }
      : {}),
  };
  return { ...destinations, hlsDestinations: { ...destinations.hlsDestinations, [name]: first } };
}
