import { describe, expect, it } from 'vitest';
import type { RoomId } from './ids';
import { requestCodeToken, requestToken, tokenClaims } from './token';

const request = {
  tokenEndpoint: '/hmsapi/default/',
  origin: 'http://localhost:8080',
  userId: 'u1',
  role: 'broadcaster',
  roomId: 'r1' as RoomId,
};

describe('requestToken', () => {
  it('posts what the token endpoint reads and takes the token out of the answer', async () => {
    const seen: { url: string; body: unknown }[] = [];
    const result = await requestToken(request, async (url, init) => {
      seen.push({ url: String(url), body: JSON.parse(String(init?.body)) });
      return Response.json({ token: 'abc' });
    });
    expect(result).toEqual({ token: 'abc' });
    expect(seen).toEqual([
      {
        url: 'http://localhost:8080/hmsapi/default/api/token',
        body: { user_id: 'u1', role: 'broadcaster', type: 'app', room_id: 'r1' },
      },
    ]);
  });

  it('says that the server does not answer when the request fails', async () => {
    const result = await requestToken(request, () => Promise.reject(new TypeError('Failed to fetch')));
    expect(result).toEqual({ problem: { kind: 'server-unreachable' } });
  });

  it.each([
    [400, { message: 'role unknown' }, { kind: 'join-refused', detail: 'role unknown' }],
    [401, {}, { kind: 'guests-not-allowed' }],
    [403, null, { kind: 'guests-not-allowed' }],
    [403, { msg: 'only from this machine' }, { kind: 'guests-not-allowed', detail: 'only from this machine' }],
    [403, { msg: 'the room is disabled' }, { kind: 'code-disabled' }],
    [404, { message: 'no such room' }, { kind: 'room-not-found', detail: 'no such room' }],
    [429, {}, { kind: 'too-many-requests' }],
    [500, 'oops', { kind: 'token-failed' }],
    [200, {}, { kind: 'token-failed' }],
    [200, { token: 7 }, { kind: 'token-failed' }],
  ])('explains status %i with body %j', async (status, body, problem) => {
    const result = await requestToken(request, async () => Response.json(body, { status }));
    expect(result).toEqual({ problem });
  });

  it('survives an answer that is not JSON', async () => {
    const result = await requestToken(request, async () => new Response('<html>', { status: 502 }));
    expect(result).toEqual({ problem: { kind: 'token-failed' } });
  });
});

describe('requestCodeToken', () => {
  it('posts the code', async () => {
    const seen: unknown[] = [];
    const result = await requestCodeToken('abc-defg-hij', 'u1', async (url, init) => {
      seen.push([url, JSON.parse(String(init?.body))]);
      return Response.json({ token: 'abc' });
    });
    expect(result).toEqual({ token: 'abc' });
    expect(seen).toEqual([['/v2/token', { code: 'abc-defg-hij', user_id: 'u1' }]]);
  });

  it.each([
    [404, 'code-unknown'],
    [400, 'code-unknown'],
    [403, 'code-disabled'],
    [429, 'too-many-requests'],
    [500, 'token-failed'],
  ])('explains status %i', async (status, kind) => {
    const result = await requestCodeToken('x', 'u1', async () => Response.json({}, { status }));
    expect(result).toEqual({ problem: { kind } });
  });
});

describe('tokenClaims', () => {
  const token = (claims: unknown) => {
    const bytes = new TextEncoder().encode(JSON.stringify(claims));
    const text = btoa(String.fromCharCode(...bytes));
    return `h.${text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.s`;
  };
  it('reads room and role', () => {
    expect(tokenClaims(token({ room_id: 'r1', role: '主持人?>' }))).toEqual({ roomId: 'r1', role: '主持人?>' });
  });
  it.each([['x'], ['a.b.c'], [token(7)], [token({ room_id: 'r1' })]])('reads nothing out of %s', (text) => {
    expect(tokenClaims(text)).toBeNull();
  });
});
