import { describe, expect, it } from 'vitest';
import { endOfMedia, firstVariant, streamHealth } from './streamHealth';

const PLAYLIST = `#EXTM3U
#EXT-X-TARGETDURATION:2
#EXT-X-PART-INF:PART-TARGET=0.2
#EXT-X-MAP:URI="video-init-1.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z
#EXT-X-PART:DURATION=1.0,URI="a",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.5,URI="b"
#EXTINF:1.5,
video-0.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:01.500Z
#EXT-X-PART:DURATION=0.2,URI="c",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.2,URI="d"
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="e"
`;

describe('the end of the media', () => {
  it('is the last date and the parts behind it', () => {
    expect(endOfMedia(PLAYLIST)).toBe(Date.parse('2026-01-01T00:00:01.900Z'));
  });

  it('counts parts of a segment only once', () => {
    expect(endOfMedia(PLAYLIST.split('#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:01')[0] ?? '')).toBe(
      Date.parse('2026-01-01T00:00:01.500Z'),
    );
  });

  it('is unknown without a date', () => {
    expect(endOfMedia('#EXTM3U\n#EXTINF:2,\na.m4s\n')).toBeNull();
    expect(endOfMedia('<html>')).toBeNull();
  });
});

it('finds the best picture', () => {
  expect(
    firstVariant('#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nvideo.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=0\nlow.m3u8'),
  ).toBe('video.m3u8');
  expect(firstVariant('#EXTM3U\n')).toBeNull();
});

it.each([
  [8000, 'fine'],
  [7000, 'fine'],
  [4000, 'slow'],
  [0, 'stalled'],
] as const)('calls %d ms of media in eight seconds %s', (grown, expected) => {
  expect(streamHealth({ end: 1000, at: 0 }, { end: 1000 + grown, at: 8000 })).toBe(expected);
});
