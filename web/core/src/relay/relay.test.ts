import { describe, expect, it } from 'vitest';
import { deviceProblem } from '../problem';
import { devicesOf, invitationIn, isPlatformRoom, relayPath, relayPerson, relayProblem, roomIdIn } from './relayRoom';
import { catchUp, goesOn, guessedType, parseChunkInfo } from './relayStream';

describe('a chunk from a stranger', () => {
  it('keeps the fields that are what they should be', () => {
    expect(
      parseChunkInfo({ init: true, type: 'video/webm;codecs=vp8,opus', name: ' Ann ', audio: false, x: 1 }),
    ).toEqual({
      init: true,
      type: 'video/webm;codecs=vp8,opus',
      name: 'Ann',
      audio: false,
    });
  });
  it.each([null, 'text', 3, { init: 'yes', type: 'text/html', name: '  ', key: 1 }])('drops %j', (value) => {
    expect(parseChunkInfo(value)).toEqual({});
  });
  it('is guessed by its first byte when it does not say what it is', () => {
    expect(guessedType(new Uint8Array([0x1a, 0x45]))).toContain('webm');
    expect(guessedType(new Uint8Array([0, 0]))).toContain('mp4');
  });
});

describe('a stream that begins anew', () => {
  it.each([
    ['video/mp4;codecs="avc1.42E01F,opus"', 'video/mp4; codecs="avc1.42e016, opus"', true],
    ['video/webm;codecs=vp8,opus', 'video/webm;codecs="vp8,opus"', true],
    ['video/webm;codecs="vp8,opus"', 'audio/webm;codecs=opus', false],
    ['video/webm;codecs="vp8,opus"', 'video/mp4;codecs="avc1.42e016,opus"', false],
  ])('%s and then %s', (before, after, expected) => {
    expect(goesOn(before, after)).toBe(expected);
  });
});

describe('the place in the stream', () => {
  it.each([
    [0, 60, 61, { move: 'jump', to: 60.75 }],
    [70, 60, 61, { move: 'jump', to: 60.75 }],
    [57.5, 55, 61, { move: 'jump', to: 60.75 }],
    [60, 55, 61, { move: 'rate', rate: 1.1 }],
    [60.5, 55, 61, { move: 'rate', rate: 1 }],
    [0, 60, 60.1, { move: 'jump', to: 60 }],
  ])('at %d of %d to %d', (time, start, end, expected) => {
    expect(catchUp(time, start, end)).toEqual(expected);
  });
});

describe('a room of the relay', () => {
  it('is found in a link and in an id', () => {
    expect(roomIdIn(' abc ')).toBe('abc');
    expect(roomIdIn('https://host/socket?room=a%20b')).toBe('a b');
    expect(relayPath('a b')).toBe('/socket?room=a%20b');
  });
  it('is told from a platform room', () => {
    expect(isPlatformRoom('0123456789abcdef01234567')).toBe(true);
    expect(isPlatformRoom('Zk3-abc')).toBe(false);
  });
  it('is entered with the token behind the address', () => {
    const token = (claims: object) => `x.${btoa(JSON.stringify(claims)).replace(/=/g, '')}.y`;
    const good = token({ room_id: '0123456789abcdef01234567', role: 'guest' });
    expect(invitationIn(`#token=${good}`)).toEqual({ token: good, room: '0123456789abcdef01234567' });
    for (const hash of ['', '#', '#token=', '#token=a.b.c', `#token=${token({ room_id: 5 })}`, `#token=${token([])}`]) {
      expect(invitationIn(hash)).toBeNull();
    }
  });
  it.each([
    [undefined, null],
    [[], null],
    [[{ kind: 'audio', mute: false }], { audio: true, video: false }],
    [
      [
        { kind: 'audio', mute: true },
        { kind: 'video', mute: true },
        { kind: 'video', source: 'screen', mute: false },
      ],
      { audio: false, video: true },
    ],
    [['nonsense', null], { audio: false, video: false }],
  ])('knows by the tracks %j which devices are on', (tracks, expected) => {
    expect(devicesOf(tracks)).toEqual(expected);
  });
  it('names those who have told no name by their id', () => {
    const member = {
      id: 'abcdefgh',
      name: null,
      role: null,
      audio: false,
      video: false,
      sends: false,
      announced: false,
    };
    expect(relayPerson(member, undefined, 'Guest').name).toBe('Guest abcd');
  });
  it.each([
    ['room-not-found', 'relay-room-not-found'],
    ['token-required', 'relay-closed'],
    ['token-expired', 'token-invalid'],
    ['something-new', 'server-error'],
  ])('explains %s', (code, kind) => {
    expect(relayProblem({ code, message: 'said' }).kind).toBe(kind);
  });
  it('explains what the browser says of devices', () => {
    expect(deviceProblem(new DOMException('no', 'NotFoundError')).kind).toBe('device-missing');
    expect(deviceProblem('?').kind).toBe('device-failed');
  });
});
