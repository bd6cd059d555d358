import { describe, expect, it } from 'vitest';
import { languages, loadLanguage, problemWords, translator, type Language } from './i18n';
import { deviceProblem, problemKinds, problemOf, sameProblem } from './problem';

describe('problemOf', () => {
  it.each([
    [
      { code: 3001, message: 'User denied permission to access capture device - audio, video' },
      'device-refused',
      'both',
    ],
    [{ code: 3001, message: 'User denied permission to access capture device - video' }, 'device-refused', 'camera'],
    [{ code: 3002, message: '[TRACK]: Capture device is no longer available - audio' }, 'device-missing', 'microphone'],
    [
      { code: 3003, message: '[TRACK]: Capture device is in use by another application - video' },
      'device-in-use',
      'camera',
    ],
    [{ code: 3004, message: 'Lost access to capture device midway - audio' }, 'device-lost', 'microphone'],
    [{ code: 3005, message: 'Please select either video or audio or both.' }, 'device-missing', 'both'],
    [{ code: 3009, message: 'Requested constraints cannot be satisfied - video' }, 'device-unsuitable', 'camera'],
    [
      { code: 3011, message: 'Operating System denied permission - unknown(video or audio)' },
      'device-refused-by-system',
      'both',
    ],
    [{ code: 3000, message: '[TRACK]: ' }, 'device-failed', 'both'],
  ])('names device and cause of %j', (error, kind, device) => {
    expect(problemOf(error, true)).toEqual({ kind, device });
  });

  it.each([
    [{ code: 3008, message: 'Autoplay blocked' }, { kind: 'sound-blocked' }],
    [
      { code: 401, message: 'token expired' },
      { kind: 'token-invalid', detail: 'token expired' },
    ],
    [
      { code: 404, message: 'm', description: 'no such room' },
      { kind: 'room-not-found', detail: 'no such room' },
    ],
    [
      { code: 400, message: 'bad role' },
      { kind: 'join-refused', detail: 'bad role' },
    ],
    [
      { code: 403, message: 'm', description: 'The room is full' },
      { kind: 'room-full', detail: 'The room is full' },
    ],
    [{ code: 503, message: '' }, { kind: 'server-error' }],
    [{ code: 1006, message: '' }, { kind: 'connection-lost' }],
    [{ code: 2003, message: '' }, { kind: 'server-unreachable' }],
    [
      { code: 4005, message: 'Ice connection state FAILED' },
      { kind: 'media-blocked', detail: 'Ice connection state FAILED' },
    ],
    [
      { code: 9999, message: 'x' },
      { kind: 'unknown', detail: 'x' },
    ],
    [new TypeError('boom'), { kind: 'unknown', detail: 'boom' }],
    [undefined, { kind: 'unknown' }],
    ['text', { kind: 'unknown' }],
  ])('explains %j', (error, problem) => {
    expect(problemOf(error, true)).toEqual(problem);
  });

  it('tells an insecure page from an old browser', () => {
    const error = { code: 6010, message: 'navigator.mediaDevices is undefined' };
    expect(problemOf(error, false)).toEqual({ kind: 'insecure-page' });
    expect(problemOf(error, true).kind).toBe('browser-too-old');
  });
});

it.each([
  ['NotAllowedError', 'Permission denied', 'device-refused'],
  ['NotAllowedError', 'Permission denied by system', 'device-refused-by-system'],
  ['NotFoundError', 'Requested device not found', 'device-missing'],
  ['NotReadableError', 'Could not start video source', 'device-in-use'],
  ['AbortError', 'Starting videoinput failed', 'device-in-use'],
  ['OverconstrainedError', '', 'device-unsuitable'],
  ['TypeError', 'x', 'device-failed'],
])('explains what the browser throws: %s, %s', (name, message, kind) => {
  expect(deviceProblem(new DOMException(message, name), 'camera')).toEqual({ kind, device: 'camera' });
});

it('treats the same trouble with the same device as one notice', () => {
  expect(sameProblem({ kind: 'device-refused', device: 'camera' }, { kind: 'device-refused', device: 'camera' })).toBe(
    true,
  );
  expect(sameProblem({ kind: 'device-refused', device: 'camera' }, { kind: 'device-refused', device: 'both' })).toBe(
    false,
  );
  expect(sameProblem({ kind: 'unknown', detail: 'a' }, { kind: 'unknown', detail: 'b' })).toBe(true);
});

it.each(Object.keys(languages) as Language[])(
  'has words without open placeholders for each problem in %s',
  async (language) => {
    expect(await loadLanguage(language)).toBe(language);
    for (const kind of problemKinds) {
      const { title, advice } = problemWords({ kind, device: 'camera' }, translator(language));
      expect(title + advice).not.toMatch(/[{}]/);
      expect(title.length * advice.length).toBeGreaterThan(0);
    }
  },
);
