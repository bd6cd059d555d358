import { expect, it } from 'vitest';
import { parseReplay } from './replay';

it('reads what the server offers, the stream first', () => {
  const recording = {
    path: '/recordings/r.mp4?expires=1&signature=ab',
    duration: 61,
    started_at: '2026-01-01T00:00:00Z',
  };
  expect(parseReplay({ stream: '/hls/a/master.m3u8', recording })).toEqual({
    kind: 'stream',
    path: '/hls/a/master.m3u8',
  });
  expect(parseReplay({ stream: null, recording })).toEqual({ kind: 'recording', path: recording.path, seconds: 61 });
  expect(parseReplay({ stream: null, recording: null })).toBeNull();
});

it.each([null, [], 'x', { stream: 'https://elsewhere.example/hls/' }, { stream: null, recording: { path: '//x' } }])(
  'takes nothing else: %j',
  (body) => expect(parseReplay(body)).toBeNull(),
);
