// The server API as a backend calls it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { managementToken } from './tokens.mjs';

export async function api(server, method, resource, { body, token = managementToken(server) } = {}) {
  const response = await fetch(`${server.url}/v2${resource}`, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    body: body && (typeof body === 'string' ? body : JSON.stringify(body)),
  });
  const text = await response.text();
  let json = null;
  try {
    json = JSON.parse(text);
  } catch {
    // left null: the caller sees `text`
  }
  return { status: response.status, statusText: response.statusText, headers: response.headers, text, json };
}

export async function createRoom(server, name = `e2e-${randomUUID()}`) {
  const answer = await api(server, 'POST', '/rooms', { body: { name } });
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

/** The tutorial's token endpoint of the first workspace; `api/token` is appended without a separator. */
export const tokenEndpoint = server => `${server.url}/hmsapi/default/`;
