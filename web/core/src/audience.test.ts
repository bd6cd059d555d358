import { describe, expect, it } from 'vitest';
import { audienceLatency, audienceUrl, takesPlayhead } from './audience';

it('asks beside the stream', () => {
  expect(audienceUrl('/hls/abc/master.m3u8?x=1', 'https://live.example/join')).toBe(
    'https://live.example/hls/abc/audience.json',
  );
});

describe('the latency of the audience', () => {
  it.each([
    [{ players: 3, latency_ms: 1234 }, 1.2],
    [{ players: 1, latency_ms: 0 }, 0],
    [{ players: 0, latency_ms: null }, null],
    [{ latency_ms: '1200' }, null],
    [{ latency_ms: -1 }, null],
    [null, null],
    ['', null],
  ])('of %j is %s', (answer, seconds) => expect(audienceLatency(answer)).toBe(seconds));
});

it.each([
  ['/hls/abc/video.m3u8?_HLS_msn=3', true],
  ['https://live.example/hls/abc/video.m3u8', true],
  ['https://cdn.example/hls/abc/video.m3u8', false],
  ['/hls/abc/video7.mp4', false],
  ['http://[', false],
])('a request for %s takes the header: %s', (address, takes) => {
  expect(takesPlayhead(address, 'https://live.example')).toBe(takes);
});
