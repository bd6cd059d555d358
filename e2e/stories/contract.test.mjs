// The server API against its own description: every operation of /v2/openapi.json, with what it asks for and with everything else.
// An operation that is added to the description is tried as well; `given` and `BODIES` say what its names must stand for.
import assert from 'node:assert/strict';
import { broadcast } from '../lib/broadcaster.mjs';
import { operationsOf, Schemas, STRANGE, STRANGE_PATHS, WRONG_QUERY } from '../lib/contract.mjs';
import { RawClient } from '../lib/raw-client.mjs';
import { api } from '../lib/rooms.mjs';
import { startRtmpServer } from '../lib/rtmp-server.mjs';
import { closeSockets } from '../lib/socketio.mjs';
import { story } from '../lib/stage.mjs';
import { appToken, managementToken } from '../lib/tokens.mjs';
import { eventually } from '../lib/wait.mjs';

/** What answers anything else than success, and why. */
const REFUSED = {
  'POST /v2/workspace/keys/rotate': 409, // the keys of this server come from its configuration
  'POST /v2/live-streams/{stream_id}/pause-recording': 400,
  'POST /v2/live-streams/{stream_id}/resume-recording': 400,
  'POST /v2/sip/outbound/trunks': 400,
  'POST /v2/sip/outbound/trunks/{trunk_id}': 400,
  'POST /v2/sip/outbound/call': 400,
  'POST /v2/sip/dtmf': 400,
};

/** Does the operation end what others need? Those come late. */
function lateness({ method, path }) {
  const order = [/\/start$/, null, /\/(?!room\/)[\w-]+\/\{\w+\}\/stop$/, /\/stop$/, /remove-peers$/, /end-room$/, /disable$/, /^\/v2\/drain$/];
  const at = order.findIndex(each => each?.test(path));
  // What is inside of something else is deleted before it.
  return method === 'DELETE' ? 100 - path.length / 1000 : at < 0 ? 1 : at;
}

story(
  'the server API keeps what its description promises',
  { browser: false, settings: { ROSTRA_REWIND: '2m' } },
  async ({ server, defer }, step) => {
    defer(closeSockets);
    const management = managementToken(server);
    const description = (await api(server, 'GET', '/openapi.json', { token: null })).json;
    const schemas = new Schemas(description);
    const operations = operationsOf(description).sort((a, b) => lateness(a) - lateness(b));
    let given;
    let bodies;
    let client;

    async function send(method, path, { body, token = management, type = 'application/json' } = {}) {
      const response = await fetch(server.url + path, {
        method,
        headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(body !== undefined && { 'Content-Type': type }) },
        body,
      });
      const text = await response.text();
      const what = `${method} ${path.slice(0, 200)} ${String(body).slice(0, 200)}: ${response.status} ${text.slice(0, 500)}`;
      assert.ok(response.status < 500, what);
      const inside = /.{0,80}(Exception|io\.rostra|\bat java|SQLITE|syntax error).{0,80}/.exec(text);
      assert.equal(inside, null, `${inside} in ${what}`);
      let json;
      if (/^application\/json/.test(response.headers.get('content-type') ?? '')) {
        json = JSON.parse(text);
      }
      if (response.status >= 400 && response.status !== 414) {
        assert.equal(json?.code ?? json?.status, response.status, what);
        assert.ok((json.message ?? json.msg)?.length > 0, what);
      }
      return { status: response.status, json, text, what };
    }

    /** The path with values in place of its parameters; `otherwise` overrules them all. */
    function pathOf({ path }, otherwise) {
      return path.replace(/\{(\w+)\}/g, (_, name, at) => otherwise ?? given[path.slice(0, at)] ?? given[name] ?? 'unknown');
    }

    function queryOf({ query }) {
      const needed = query.filter(({ required }) => required).map(({ name }) => `${name}=${given[name]}`);
      return needed.length ? `?${needed.join('&')}` : '';
    }

    function bodyOf(operation) {
      return bodies[operation.name] ?? (operation.body && schemas.example(operation.body, given, ''));
    }

    function tokenFor({ security }) {
      if (!security) {
        return management;
      }
      return security.length ? appToken(server, { roomId: given.room_id, role: 'broadcaster' }) : null;
    }

    async function call(operation) {
      const body = bodyOf(operation);
      const path = pathOf(operation) + queryOf(operation);
      return send(operation.method, path, {
        token: tokenFor(operation),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    }

    async function made(method, resource, body) {
      const answer = await api(server, method, resource, { body });
      assert.equal(answer.status, 200, answer.text);
      return answer.json;
    }

    await step('a room where everything happens', async () => {
      const template = await made('POST', '/starter-kits/live-streaming', { name: 'contract' });
      const poll = await made('POST', '/polls', {
        title: 'How is it?',
        start: 'auto',
        questions: [{ type: 'single-choice', text: 'Well?', options: [{ text: 'yes' }, { text: 'no' }, { text: 'so so' }] }],
      });
      const room = await made('POST', '/rooms', { name: 'contract', template_id: template.id, polls: [poll.id] });
      const [{ code }] = (await made('POST', `/room-codes/room/${room.id}`)).data;
      await made('POST', '/webhook', { url: `${server.url}/nowhere` });
      const { peerId } = await broadcast(server, room.id);
      client = await RawClient.connect(server, appToken(server, { roomId: room.id, role: 'broadcaster', userId: 'vera' }));
      await client.joinWithoutMedia('Vera');
      const vote = { poll_id: poll.id, responses: [{ question: 1, option: 1, duration: 500 }] };
      const voted = await client.request('poll-response', vote);
      assert.ok(voted.result, JSON.stringify(voted));
      const { session } = await made('GET', `/active-rooms/${room.id}`);
      const rtmp = await startRtmpServer();
      defer(() => rtmp?.stop());
      const recording = await made('POST', `/recordings/room/${room.id}/start`);
      await eventually(async () => {
        const { started_at } = await made('GET', `/recordings/${recording.id}`);
        assert.ok(started_at && Date.now() - Date.parse(started_at) > 1500, 'a second and a half of it');
      });
      await made('POST', `/recordings/room/${room.id}/stop`);
      await eventually(async () =>
        assert.equal((await made('GET', `/recordings/${recording.id}`)).status, 'completed'),
      );
      given = {
        room_id: room.id,
        template_id: template.id,
        code,
        role: 'broadcaster',
        role_name: 'hls-viewer',
        peer_id: client.peerId,
        session_id: session.id,
        poll_id: poll.id,
        question_id: 1,
        option_id: 2,
        room_ids: room.id,
        kit: 'classroom',
        kind: 'peers',
        '/v2/live-streams/': (await made('POST', `/live-streams/room/${room.id}/start`, {})).id,
        '/v2/recordings/': recording.id,
        '/v2/recording-assets/': recording.id,
        broadcaster: peerId,
      };
      bodies = {
        'POST /v2/external-streams/room/{room_id}/start': { rtmp_urls: [rtmp?.url ?? 'rtmp://127.0.0.1:9/live/KEY'] },
        'POST /v2/active-rooms/{room_id}/remove-peers': { peer_id: client.peerId },
        'POST /v2/active-rooms/{room_id}/send-message': { message: 'hello', type: 'chat' },
        'POST /v2/active-rooms/{room_id}/peers/{peer_id}': { name: 'Vera!', metadata: '{}' },
        'POST /v2/webhook': { url: `${server.url}/nowhere` },
        'POST /v2/recording-assets/{id}/clips': { start: 0, end: 1 },
        'POST /v2/templates/{template_id}': { roles: template.roles, settings: template.settings },
        'POST /v2/templates/{template_id}/roles/{role_name}': template.roles['hls-viewer'],
        'POST /v2/polls/{poll_id}/questions/{question_id}': {
          type: 'single-choice',
          text: 'Well?',
          options: [{ text: 'yes' }, { text: 'no' }, { text: 'so so' }],
        },
        'POST /v2/polls/{poll_id}/questions/{question_id}/options/{option_id}': { text: 'no!' },
      };
    });

    await step('who has no token, or another kind of one, is refused', async () => {
      for (const operation of operations.filter(({ security }) => !security)) {
        assert.equal((await send(operation.method, pathOf(operation), { token: null })).status, 401, operation.name);
        const app = appToken(server, { roomId: given.room_id, role: 'broadcaster' });
        assert.equal((await send(operation.method, pathOf(operation), { token: app })).status, 403, operation.name);
      }
    });

    await step('a method or path that is not described is not found', async () => {
      const described = new Set(operations.map(({ name }) => name));
      for (const { path } of operations) {
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(each => !described.has(`${each} ${path}`))) {
          const { status, what } = await send(method, pathOf({ path }));
          assert.ok([404, 405].includes(status), what);
        }
        assert.ok((await send('GET', `${pathOf({ path })}/x/y/z`)).status >= 400, path);
      }
    });

    await step('strange ids are no fault', async () => {
      for (const operation of operations) {
        for (const value of operation.path.includes('{') ? STRANGE_PATHS : []) {
          await send(operation.method, pathOf(operation, value) + queryOf(operation), { token: tokenFor(operation) });
        }
      }
    });

    await step('a parameter of the wrong type is named', async () => {
      for (const operation of operations.filter(({ method }) => method === 'GET')) {
        for (const { name, schema } of operation.query) {
          const needed = queryOf({ query: operation.query.filter(each => each.name !== name) });
          const path = `${pathOf(operation)}${needed || '?'}&${name}=`;
          for (const value of schema.enum ? ['nonsense'] : (WRONG_QUERY[schema.format ?? schema.type] ?? [])) {
            const { status, json, what } = await send('GET', path + value);
            assert.equal(status, 400, what);
            assert.match(json.details.join(), new RegExp(`\\b${name}\\b`), what);
          }
          for (const value of ['', 'undefined', 'x'.repeat(2000), "'%20OR%201=1--"]) {
            await send('GET', path + value);
          }
        }
      }
    });

    await step('a member that is wrong is named, and one that is strange is borne', async () => {
      const borne = [];
      for (const operation of operations.filter(({ body }) => body)) {
        const path = pathOf(operation) + queryOf(operation);
        const fits = bodyOf(operation);
        const answerTo = body => send(operation.method, path, { body: JSON.stringify(body), token: tokenFor(operation) });
        const refuses = async (body, name) => {
          const answer = await answerTo(body);
          if (answer.status !== 400 || !answer.text.includes(name)) {
            borne.push(`${name}: ${answer.what}`);
          }
        };
        for (const { at, wrong, strange } of schemas.members(operation.body)) {
          const name = at.findLast(each => typeof each === 'string') ?? '';
          await Promise.all(
            wrong.map(value => refuses(schemas.put(operation.body, fits, at, value, given), name)),
          );
          const strangest = at.length > 2 ? STRANGE.slice(0, 3) : STRANGE;
          await Promise.all(
            (strange ? strangest : []).map(value => answerTo(schemas.put(operation.body, fits, at, value, given))),
          );
        }
        for (const name of schemas.resolve(operation.body).required ?? []) {
          await refuses({ ...fits, [name]: undefined }, name);
        }
      }
      assert.deepEqual(borne, []);
    });

    await step('a body that is none is refused, whatever it is', async () => {
      const bad = [
        '{',
        '\u0000',
        '{"a":1}{}',
        '{"a":1,"a":2}',
        '['.repeat(100_000),
        `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
        Buffer.from([0xff, 0xfe, 0x00, 0x80]),
        'x'.repeat(4 << 20),
      ];
      for (const operation of operations.filter(({ body }) => body)) {
        for (const body of bad) {
          const { status, what } = await send(operation.method, pathOf(operation), { body, token: tokenFor(operation) });
          assert.ok([400, 413].includes(status), what);
        }
        const form = { body: 'a=b&c=d', type: 'application/x-www-form-urlencoded', token: tokenFor(operation) };
        assert.equal((await send(operation.method, pathOf(operation), form)).status, 400, operation.name);
      }
    });

    await step('every operation does what it says', async () => {
      await send('DELETE', '/v2/drain');
      await made('POST', `/rooms/${given.room_id}`, { enabled: true });
      const { peerId } = await broadcast(server, given.room_id);
      client = await RawClient.connect(server, appToken(server, { roomId: given.room_id, role: 'hls-viewer' }));
      await client.joinWithoutMedia('Vera');
      const { session } = await made('GET', `/active-rooms/${given.room_id}`);
      Object.assign(given, { peer_id: client.peerId, session_id: session.id, broadcaster: peerId });
      bodies['POST /v2/active-rooms/{room_id}/remove-peers'] = { peer_id: peerId };

      await discover();
      const failed = [];
      for (const operation of operations) {
        const { status, json, what } = await callInTime(operation);
        try {
          const expected = REFUSED[operation.name] ?? (operation.responses[204] ? 204 : 200);
          assert.equal(status, expected, what);
          const answer = schemas.resolve(operation.responses[status]);
          const schema = answer.content?.['application/json']?.schema;
          if (schema) {
            schemas.check(schema, json, operation.name);
          }
          remember(operation, json);
        } catch (error) {
          failed.push(error.message);
        }
      }
      assert.deepEqual(failed, []);
    });

    /** What a path is about is found in the list of it. */
    async function discover() {
      const lists = new Map(operations.filter(({ method }) => method === 'GET').map(each => [`${each.path}/`, each]));
      for (const { path } of operations) {
        for (const { 0: parameter, 1: name, index } of path.matchAll(/\{(\w+)\}/g)) {
          const prefix = path.slice(0, index);
          const list = lists.get(prefix);
          if (parameter && list && !(prefix in given) && !(name in given)) {
            const { json } = await call(list);
            given[prefix] = Object.values(json).find(Array.isArray)?.[0]?.id;
          }
        }
      }
    }

    /** What is started must not run already, and what is stopped has to. */
    async function callInTime(operation) {
      const { path } = operation;
      const start = operations.find(each => each.path === path.replace(/stop$/, 'start'));
      const stop = operations.find(each => each.path === path.replace(/start$/, 'stop'));
      if (!/\/room\/.*\/(start|stop)$/.test(path) || !start || !stop) {
        return call(operation);
      }
      const started = await eventually(async () => {
        const answer = await call(start);
        if (answer.status === 409) {
          await call(stop);
        }
        assert.equal(answer.status, 200, answer.what);
        return answer;
      });
      return operation === start ? started : call(stop);
    }

    /** What an operation made is what later ones are about. */
    function remember({ path, method }, json) {
      if (method !== 'POST' || !json) {
        return;
      }
      const collection = path.replace(/\/room\/.*/, '');
      if (json.id && /\/room\/.*\/start$/.test(path)) {
        given[`${collection}/`] = json.id;
      }
      given.workflow_id ??= json.workflow_id;
    }

    await step('the server has nothing to complain about', async () => {
      assert.doesNotMatch(server.log(), /by a fault of ours|Exception/);
      await made('GET', '/rooms');
    });
  },
);
