import { describe, expect, it } from 'vitest';
import type { RoomId } from './ids';
import { requestToken } from './token';

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
