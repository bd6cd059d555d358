// Rooms over the server API, as a backend uses it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { api } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { appToken, managementToken } from '../lib/tokens.mjs';

const OID = /^[0-9a-f]{24}$/;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function assertError(answer, status) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json?.code, status, answer.text);
  assert.equal(typeof answer.json.message, 'string');
  assert.ok(answer.statusText.length > 0, 'HTTP/1.1 reason phrase: the Node SDK reports it as the name of the error');
}

story('rooms over the server API', { browser: false }, async ({ server }, step) => {
  const call = (method, resource, options) => api(server, method, resource, options);
  const name = `Show-${randomUUID()}`;
  let room;

  await step('a room is made', async () => {
    const answer = await call('POST', '/rooms', { body: { name, description: 'An evening show' } });
    assert.equal(answer.status, 200, answer.text);
    assert.match(answer.headers.get('content-type'), /^application\/json/);
    room = answer.json;
    assert.match(room.id, OID);
    assert.equal(room.name.toLowerCase(), name.toLowerCase());
    assert.equal(room.description, 'An evening show');
    assert.equal(room.enabled, true);
    assert.match(room.template_id, OID);
    assert.match(room.customer_id, OID);
    assert.equal(room.large_room, false);
    assert.match(room.created_at, RFC3339);
    assert.match(room.updated_at, RFC3339);
  });

  await step('a room without a name or body gets one', async () => {
    for (const body of [{}, undefined]) {
      const answer = await call('POST', '/rooms', { body });
      assert.equal(answer.status, 200, answer.text);
      assert.match(answer.json.id, OID);
      assert.ok(answer.json.name.length > 0);
    }
  });

  await step('the same name gives the same room, with the new settings', async () => {
    const again = await call('POST', '/rooms', { body: { name: name.toUpperCase(), description: 'Changed' } });
    assert.equal(again.status, 200, again.text);
    assert.equal(again.json.id, room.id);
    assert.equal((await call('GET', `/rooms/${room.id}`)).json.description, 'Changed');
  });

  await step('a room is read by id', async () => {
    const { status, json } = await call('GET', `/rooms/${room.id}`);
    assert.equal(status, 200);
    assert.equal(json.id, room.id);
    assert.equal(json.template_id, room.template_id);
  });

  await step('rooms are listed in pages that neither repeat nor lose any', async () => {
    const made = [];
    for (let i = 0; i < 12; i++) {
      made.push((await call('POST', '/rooms', { body: { name: `page-${i}-${randomUUID()}` } })).json.id);
    }
    const first = await call('GET', '/rooms');
    assert.equal(first.status, 200);
    assert.equal(first.json.limit, 10);
    assert.equal(first.json.data.length, 10);
    assert.equal(first.json.last, first.json.data.at(-1).id);
    const seen = first.json.data.map(({ id }) => id);
    for (let { last } = first.json; last;) {
      const { json } = await call('GET', `/rooms?start=${last}`);
      seen.push(...(json.data ?? []).map(({ id }) => id));
      last = json.data?.length === 10 ? json.last : null;
    }
    assert.equal(new Set(seen).size, seen.length, 'no room twice');
    [...made, room.id].forEach(id => assert.ok(seen.includes(id), `${id} is listed`));
    assert.deepEqual(seen.slice(0, 12), made.reverse(), 'newest first');
  });

  await step('a room is found by name; a larger page is filled', async () => {
    const found = await call('GET', `/rooms?name=${encodeURIComponent(room.name)}`);
    assert.deepEqual(
      found.json.data.map(({ id }) => id),
      [room.id],
    );
    const none = await call('GET', '/rooms?name=no-such-room');
    assert.equal(none.status, 200);
    assert.equal((none.json.data ?? []).length, 0);
    assert.ok(!none.json.last);
    const large = await call('GET', '/rooms?limit=14');
    assert.equal(large.json.data.length, 14);
  });

  await step('who may not ask is told so', async () => {
    const wrong = { ...server, secret: 'another secret that is long enough to be one' };
    const past = Math.floor(Date.now() / 1000) - 3600;
    assertError(await call('GET', '/rooms', { token: null }), 401);
    assertError(await call('GET', '/rooms', { token: 'x.y.z' }), 401);
    assertError(await call('GET', '/rooms', { token: managementToken(wrong) }), 401);
    assertError(await call('GET', '/rooms', { token: managementToken({ ...server, accessKey: 'nobody' }) }), 401);
    assertError(await call('POST', '/rooms', { body: {}, token: managementToken(server, { exp: past }) }), 401);
    assertError(
      await call('GET', '/rooms', { token: appToken(server, { roomId: room.id, role: 'broadcaster' }) }),
      403,
    );
  });

  await step('bad parameters are refused, and nothing is made of them', async () => {
    const bad = [
      '{',
      '[]',
      { name: 7 },
      { name: 'x'.repeat(5000) },
      { name: 'bad-template', template_id: '000000000000000000000000' },
    ];
    for (const body of bad) {
      assertError(await call('POST', '/rooms', { body }), 400);
    }
    for (const query of ['limit=abc', 'limit=-1']) {
      assertError(await call('GET', `/rooms?${query}`), 400);
    }
    for (const { name: refused } of bad.filter(body => /^bad-/.test(body.name ?? ''))) {
      assert.equal(((await call('GET', `/rooms?name=${refused}`)).json.data ?? []).length, 0, refused);
    }
  });

  await step('an unknown room or path is not found', async () => {
    assertError(await call('GET', '/rooms/000000000000000000000000'), 404);
    assertError(await call('GET', '/rooms/not-an-id'), 404);
    assertError(await call('GET', '/no-such-thing'), 404);
  });
});
