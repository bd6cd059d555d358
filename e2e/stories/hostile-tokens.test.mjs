// Tokens that must not open any door: refused in `/init`, at the token endpoint and on the socket.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { RawClient, assertClientError, init } from '../lib/raw-client.mjs';
import { tokenEndpoint } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { appToken, managementToken, signJwt } from '../lib/tokens.mjs';
import { VIEWER } from '../lib/tutorial.mjs';
import { sleep } from '../lib/wait.mjs';

const NOBODY = { accessKey: 'a-stranger', secret: 'not-the-secret-of-this-server-at-all' };

story('wrong, expired and foreign tokens', { browser: false }, async ({ server, room }, step) => {
  const token = (role, overrides, keys = server) => appToken(keys, { roomId: room.id, role }, overrides);

  const hourAgo = Math.floor(Date.now() / 1000) - 3600;
  const good = token(VIEWER);
  const [head, body] = good.split('.');
  const unsigned = signJwt({}, '', { alg: 'none' }).split('.')[0];
  const badTokens = {
    missing: undefined,
    empty: '',
    'not a token': 'x.y.z',
    'signed with another secret': token(VIEWER, {}, { ...server, secret: NOBODY.secret }),
    'of an unknown access key': token(VIEWER, {}, NOBODY),
    expired: token(VIEWER, { iat: hourAgo - 60, nbf: hourAgo - 60, exp: hourAgo }),
    'not valid yet': token(VIEWER, { nbf: hourAgo + 7200, iat: hourAgo + 7200, exp: hourAgo + 9000 }),
    'with the signature cut off': `${head}.${body}.`,
    'with algorithm none': `${unsigned}.${body}.`,
  };
  for (const [what, bad] of Object.entries(badTokens)) {
    await step(`/init refuses a token that is ${what}`, async () => {
      const answer = await init(server, bad);
      assert.equal(answer.status, 401, answer.text);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assertClientError(answer.json, 401);
    });
  }

  await step('/init refuses a management token', async () => {
    const answer = await init(server, managementToken(server));
    assert.ok([401, 403].includes(answer.status), answer.text);
    assertClientError(answer.json, answer.status);
  });

  await step('/init refuses an unknown room and a role the template lacks', async () => {
    // 404 would read as "endpoint unreachable" in the SDK.
    for (const claims of [{ room_id: '000000000000000000000000' }, { room_id: '../../etc' }, { role: 'emperor' }]) {
      const answer = await init(server, token(VIEWER, claims));
      assert.ok(answer.status >= 400 && answer.status < 500, answer.text);
      assertClientError(answer.json, answer.status);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    }
  });

  await step('the token endpoint refuses what it cannot sign', async () => {
    const ask = text => fetch(`${tokenEndpoint(server)}api/token`, { method: 'POST', body: text });
    const bad = [
      '{',
      '[]',
      'null',
      JSON.stringify({ role: 'emperor', room_id: room.id, user_id: 'u', type: 'app' }),
      JSON.stringify({ role: VIEWER, room_id: 'nowhere', user_id: 'u', type: 'app' }),
      JSON.stringify({ role: VIEWER }),
      JSON.stringify({ role: VIEWER, room_id: room.id, user_id: 'x'.repeat(3_000_000), type: 'app' }),
    ];
    for (const text of bad) {
      const response = await ask(text);
      assert.ok(response.status >= 400 && response.status < 500, `${response.status} for ${text.slice(0, 100)}`);
      assert.equal((await response.json()).token, undefined);
    }
    const odd = await ask(JSON.stringify({ role: VIEWER, room_id: room.id, user_id: 'Zoë?~>🙂', type: 'app' }));
    const { token: minted } = await odd.json();
    assert.doesNotMatch(minted.split('.')[1], /[-_]/, 'the SDK decodes the payload with atob');
    assert.equal(JSON.parse(Buffer.from(minted.split('.')[1], 'base64url')).user_id, 'Zoë?~>🙂');
  });

  await step('the socket shows a bad token out, and says why', async () => {
    // The SDK would repeat a refused handshake in a tight loop: it is let in, told, and closed.
    const { json } = await init(server, good);
    const stranger = await RawClient.open(json.endpoint, badTokens['signed with another secret'], randomUUID());
    assertClientError((await stranger.notification('on-error')).params);
    assert.notEqual(await Promise.race([stranger.closed, sleep(3000, 'open')]), 'open', 'the socket is closed');
    assert.ok(!stranger.received.some(({ method }) => method !== 'on-error'), 'it learns nothing');
  });

  await step('neither tokens nor the secret are in the log', async () => {
    const log = server.log();
    assert.ok(!log.includes(good.split('.')[2]), 'token in the log');
    assert.ok(!log.includes(server.secret), 'secret in the log');
  });
});
