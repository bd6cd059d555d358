import { expect, it } from 'vitest';
import { elapsed, livePhase, watchPhase, type HlsState, type LiveWish } from './live';

const off: HlsState = { running: false, url: '' };
const initialised: HlsState = { running: true, url: '' };
const started: HlsState = { running: true, url: 'http://h/m.m3u8', startedAt: 1 };

it.each<[string, HlsState, LiveWish, string]>([
  ['nothing', off, null, 'off'],
  ['asked', off, 'start', 'starting'],
  ['initialised', initialised, null, 'starting'],
  ['started', started, 'start', 'live'],
  ['started by another', started, null, 'live'],
  ['asked to stop', started, 'stop', 'stopping'],
  ['stopped', off, 'stop', 'off'],
])('phase for its makers: %s', (_, hls, wish, phase) => {
  expect(livePhase(hls, wish)).toBe(phase);
});

it.each<[string, HlsState, boolean, string]>([
  ['before', off, false, 'waiting'],
  ['initialised', initialised, false, 'starting'],
  ['started', started, false, 'live'],
  ['over', off, true, 'ended'],
  ['again', started, true, 'live'],
])('phase for the audience: %s', (_, hls, wasLive, phase) => {
  expect(watchPhase(hls, wasLive)).toBe(phase);
});

it.each([
  [-5, '0:00'],
  [7_900, '0:07'],
  [754_000, '12:34'],
  [3_723_000, '1:02:03'],
])('writes %i ms as %s', (milliseconds, text) => {
  expect(elapsed(milliseconds)).toBe(text);
});
