import { describe, expect, it } from 'vitest';
import type { RoomInfo } from './appConfig';
import type { RoomId } from './ids';
import { codeIn, destinationOf, embedCode, inviteLink } from './invite';

const ROOM: RoomInfo = {
  id: '0123456789abcdef01234567' as RoomId,
  name: 'Main Stage',
  roles: ['broadcaster', 'hls-viewer'],
  codes: { 'hls-viewer': 'abc-defg-hij' },
};

describe('invitations', () => {
  it('use the code of the role, and the room where there is none', () => {
    expect(inviteLink('https://h', ROOM, 'hls-viewer')).toBe('https://h/join/abc-defg-hij');
    expect(inviteLink('https://h', ROOM, 'broadcaster')).toBe(`https://h/join?room=${ROOM.id}&role=broadcaster`);
  });
  it('can be frames', () => {
    expect(embedCode('https://h', ROOM, 'hls-viewer')).toContain('src="https://h/embed/abc-defg-hij"');
    expect(embedCode('https://h', { ...ROOM, codes: {} }, 'hls-viewer')).toContain(`src="https://h/embed/${ROOM.id}"`);
  });
});

it.each([
  ['abc-defg-hij', '/join/abc-defg-hij'],
  ['  ABC DEFG HIJ ', '/join/abc-defg-hij'],
  ['abcdefghij', '/join/abc-defg-hij'],
  ['abc\u2011defg\u2013hij', '/join/abc-defg-hij'],
  ['0123456789abcdef01234567', '/join?room=0123456789abcdef01234567'],
  ['http://other:8080/join/abc-defg-hij', '/join/abc-defg-hij'],
  ['https://h/?room=r1&role=hls-viewer', '/?room=r1&role=hls-viewer'],
  ['https://h/room/r1', '/room/r1'],
  ['https://h/socket?room=r1', '/socket?room=r1'],
  ['https://h/', null],
  ['https://h/elsewhere', null],
  ['javascript:alert(1)', null],
  ['javascript://h/join/x%0aalert(1)', null],
  ['https://h//evil.example/join/x', null],
  ['hello', null],
  ['', null],
])('finds the way from %j', (text, path) => {
  expect(destinationOf(text)).toBe(path);
});

it('does not take other words for codes', () => {
  expect(codeIn('abc-defg-hi')).toBeNull();
  expect(codeIn('abc-defg-hi7')).toBeNull();
});
