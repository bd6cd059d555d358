// HS256 tokens as a backend of an app makes them.
import { createHmac, randomUUID } from 'node:crypto';

const base64url = value => Buffer.from(value).toString('base64url');

export function signJwt(claims, secret, header = { alg: 'HS256', typ: 'JWT' }) {
  const body = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

function times(lifetimeSeconds) {
  const now = Math.floor(Date.now() / 1000);
  return { iat: now - 10, nbf: now - 10, exp: now + lifetimeSeconds, jti: randomUUID() };
}

export function managementToken({ accessKey, secret }, overrides = {}) {
  return signJwt({ access_key: accessKey, type: 'management', version: 2, ...times(3600), ...overrides }, secret);
}

export function appToken({ accessKey, secret }, { roomId, role, userId = randomUUID() }, overrides = {}) {
  return signJwt(
    {
      access_key: accessKey,
      type: 'app',
      version: 2,
      room_id: roomId,
      role,
      user_id: userId,
      ...times(3600),
      ...overrides,
    },
    secret,
  );
}
