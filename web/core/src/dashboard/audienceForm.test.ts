import { describe, expect, it } from 'vitest';
import { audienceDraft, audienceErrors, withAudience } from './audienceForm';
import type { Destinations } from './roleForm';

const none: Destinations = { hlsDestinations: {}, rtmpDestinations: {} };

describe('what the audience is offered', () => {
  it.each([
    { rewind: 'server', seconds: 300, sizes: 0 },
    { rewind: 'event', seconds: 300, sizes: 2 },
    { rewind: 'window', seconds: 60, sizes: 1 },
  ] as const)('is read as it was written: %j', (draft) => {
    expect(audienceDraft(withAudience(none, draft))).toEqual(draft);
  });

  it('is written into the first destination and leaves the rest alone', () => {
    const before: Destinations = {
      rtmpDestinations: { a: { name: 'a', rtmpUrls: [] } },
      hlsDestinations: {
        main: {
          name: 'main',
          role: 'x',
          playlistType: 'live',
          numPlaylistSegments: 5,
          layers: [{ width: 960, height: 540 }],
        },
        other: { name: 'other' },
      },
    };
    const after = withAudience(before, { rewind: 'event', seconds: 300, sizes: 1 });
    expect(after.hlsDestinations).toEqual({
      main: { name: 'main', role: 'x', playlistType: 'event', layers: [{ width: 960, height: 540 }] },
      other: { name: 'other' },
    });
    expect(after.rtmpDestinations).toBe(before.rtmpDestinations);
  });

  it('is within what the server takes', () => {
    expect(audienceErrors({ rewind: 'window', seconds: 5, sizes: 0 })).toHaveProperty('seconds');
    expect(audienceErrors({ rewind: 'window', seconds: Number.NaN, sizes: 0 })).toHaveProperty('seconds');
    expect(audienceErrors({ rewind: 'event', seconds: Number.NaN, sizes: 0 })).toEqual({});
    expect(audienceErrors({ rewind: 'window', seconds: 300, sizes: 3 })).toEqual({});
  });
});
