import { describe, expect, it } from 'vitest';
import { parseAppConfig } from './appConfig';

const room = { id: 'r1', name: 'Main', roles: ['broadcaster', 'hls-viewer'], codes: { 'hls-viewer': 'abc-defg-hij' } };

describe('parseAppConfig', () => {
  it('reads the answer of the server', () => {
    expect(parseAppConfig({ rooms: [room], token_endpoint: '/hmsapi/default/', guest_access: true })).toEqual({
      rooms: [room],
      tokenEndpoint: '/hmsapi/default/',
      guestAccess: true,
      publicUrl: '',
    });
  });

  it.each([
    ['https://live.example.org/', 'https://live.example.org'],
    ['javascript:alert(1)', ''],
    [7, ''],
  ])('takes %j for the public address %j', (given, publicUrl) => {
    expect(parseAppConfig({ rooms: [], token_endpoint: '/t/', public_url: given })?.publicUrl).toBe(publicUrl);
  });

  it('names a nameless room by its id', () => {
    const config = parseAppConfig({ rooms: [{ id: 'r1', roles: [] }], token_endpoint: '/t/' });
    expect(config?.rooms[0]).toEqual({ id: 'r1', name: 'r1', roles: [], codes: {} });
  });

  it.each([
    ['nothing', null],
    ['a page', '<html>'],
    ['no rooms', { token_endpoint: '/t/' }],
    ['no endpoint', { rooms: [] }],
    ['a room without id', { rooms: [{ name: 'x', roles: [] }], token_endpoint: '/t/' }],
    ['a room without roles', { rooms: [{ id: 'x' }], token_endpoint: '/t/' }],
  ])('refuses %s', (_, body) => {
    expect(parseAppConfig(body)).toBeNull();
  });
});
