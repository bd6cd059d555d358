import { describe, expect, it } from 'vitest';
import {
  emptyRole,
  freeName,
  roleErrors,
  rtmpDrafts,
  rtmpErrors,
  toggled,
  withLayer,
  withRtmp,
  type Destinations,
  type Role,
} from './roleForm';

const ROLE: Role = {
  ...emptyRole('host', ['host']),
  publishParams: { ...emptyRole('host', []).publishParams, allowed: ['audio', 'video', 'screen'] },
};

function changed(path: string, value: unknown): Role {
  const copy = structuredClone(ROLE) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  holder[last] = value;
  return copy as unknown as Role;
}

it('finds nothing wrong with what the server takes', () => {
  expect(roleErrors(ROLE, [])).toEqual({});
  expect(roleErrors(changed('name', '主持人 1.2'), [])).toEqual({});
  expect(roleErrors(changed('maxPeerCount', -1), [])).toEqual({});
});

it.each([
  ['name', '', 'form.name'],
  ['name', ' host', 'form.name'],
  ['name', 'a/b', 'form.name'],
  ['name', 'viewer', 'form.nameTaken'],
  ['priority', 0, 'form.range'],
  ['priority', Number.NaN, 'form.range'],
  ['priority', 1.5, 'form.range'],
  ['maxPeerCount', 20_001, 'form.range'],
  ['publishParams.audio.bitRate', 15, 'form.range'],
  ['publishParams.video.width', 1921, 'form.range'],
  ['publishParams.video.bitRate', 2001, 'form.range'],
  ['publishParams.screen.height', 269, 'form.range'],
  ['subscribeParams.maxSubsBitRate', 0, 'form.range'],
])('finds %s = %j', (path, value, key) => {
  expect(roleErrors(changed(path, value), ['viewer'])).toMatchObject({ [path]: { key } });
});

it('does not complain about settings of what may not be published', () => {
  const role = changed('publishParams.video.width', 1);
  expect(roleErrors({ ...role, publishParams: { ...role.publishParams, allowed: ['audio'] } }, [])).toEqual({});
});

describe('simulcast layers', () => {
  it('are added from the best to the least, three at most, and are all right as they are', () => {
    let layers = withLayer([], ROLE.publishParams.video);
    layers = withLayer(layers, ROLE.publishParams.video);
    layers = withLayer(layers, ROLE.publishParams.video);
    expect(layers.map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
      ['f', 1],
      ['h', 2],
      ['q', 4],
    ]);
    expect(withLayer(layers, ROLE.publishParams.video)).toBe(layers);
    expect(roleErrors(changed('publishParams.simulcast.video', { layers }), [])).toEqual({});
  });

  it('must become smaller', () => {
    const layers = [
      { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 1000, maxFramerate: 30 },
      { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: 5000, maxFramerate: 31 },
    ];
    const errors = roleErrors(changed('publishParams.simulcast.video', { layers }), []);
    const path = 'publishParams.simulcast.video.layers.1';
    expect(errors[`${path}.scaleResolutionDownBy`]?.key).toBe('form.ascending');
    expect(errors[`${path}.maxBitrate`]?.key).toBe('form.range');
    expect(errors[`${path}.maxFramerate`]?.key).toBe('form.range');
  });
});

it('switches elements of a list', () => {
  expect(toggled(['a'], 'b', true)).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a', false)).toEqual(['b']);
  expect(toggled(['a'], 'a', true)).toEqual(['a']);
});

it('finds a free name', () => {
  expect(freeName('role', [])).toBe('role');
  expect(freeName('role', ['role', 'role-2'])).toBe('role-3');
});

describe('RTMP destinations', () => {
  const before: Destinations = {
    hlsDestinations: { hls: { name: 'hls' } },
    rtmpDestinations: { tv: { name: 'tv', rtmpUrls: ['rtmp://a/live/k1', 'rtmps://b/live/k2'], width: 1280 } },
  };

  it('come back as they were', () => {
    expect(withRtmp(before, rtmpDrafts(before))).toEqual(before);
  });

  it('are checked', () => {
    const draft = { name: 'tv', urls: 'rtmp://a/live/key' };
    expect(rtmpErrors([draft])).toEqual({});
    expect(rtmpErrors([draft, draft])['1.name']?.key).toBe('form.nameTaken');
    expect(rtmpErrors([{ ...draft, name: '' }])['0.name']?.key).toBe('form.name');
    for (const urls of ['http://a/b', 'rtmp://a', 'rtmp://a/b c', 'rtmp://a/1\n'.repeat(4)]) {
      expect(rtmpErrors([{ ...draft, urls }])['0.urls']?.key).toBe('form.rtmpUrl');
    }
    expect(rtmpErrors([{ ...draft, urls: ' \n' }])['0.urls']?.key).toBe('form.required');
  });
});
