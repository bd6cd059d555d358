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

/** A room whose template is that of `room`, with some things changed by `edit(template)`. */
export async function createRoomLike(server, room, edit, options = {}) {
  const { json } = await api(server, 'GET', `/templates/${room.template_id}`);
  const { roles, settings } = json;
  const body = { name: `like ${room.id} ${randomUUID()}`, roles, settings };
  edit(body);
  const template = await api(server, 'POST', '/templates', { body });
  assert.equal(template.status, 200, template.text);
  const made = await api(server, 'POST', '/rooms', {
    body: { name: `like-${randomUUID()}`, template_id: template.json.id, ...options },
  });
  assert.equal(made.status, 200, made.text);
  return made.json;
}

/** The tutorial's token endpoint of the first workspace; `api/token` is appended without a separator. */
export const tokenEndpoint = server => `${server.url}/hmsapi/default/`;
