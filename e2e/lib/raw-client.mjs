// Speaks the signalling protocol over a bare WebSocket: what a hostile or broken client would do.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import WebSocket from 'ws';

const PROTOCOL = {
  protocol_version: '2.5',
  protocol_spec: '20250115',
  user_agent_v2: 'os:web,sdk:web,sdk_version:0.15.0',
};
const REPLY_TIMEOUT_MS = 5000;

export async function init(server, token, { peerId = randomUUID(), origin = 'http://elsewhere.example' } = {}) {
  const query = new URLSearchParams({ peer_id: peerId, user_agent_v2: PROTOCOL.user_agent_v2 });
  const response = await fetch(`${server.url}/init?${query}`, {
    headers: { Origin: origin, ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
}

const openSockets = new Set();

/** Whatever a story left open would keep its process from ending. */
export function disconnectAll() {
  openSockets.forEach(socket => socket.terminate());
}

export class RawClient {
  constructor(socket, peerId) {
    openSockets.add(socket);
    socket.once('close', () => openSockets.delete(socket));
    this.socket = socket;
    this.peerId = peerId;
    this.received = [];
    this.listeners = new Set();
    this.closed = new Promise(resolve => socket.once('close', code => resolve(code)));
    socket.on('error', () => {});
    socket.on('message', data => {
      const message = JSON.parse(data.toString());
      this.received.push(message);
      this.listeners.forEach(listener => listener(message));
    });
  }

  /** Asks `/init` where to connect and opens the socket; rejects when the handshake is refused. */
  static async connect(server, token, { peerId = randomUUID() } = {}) {
    const { status, json } = await init(server, token, { peerId });
    assert.equal(status, 200, JSON.stringify(json));
    return RawClient.open(json.endpoint, token, peerId);
  }

  static async open(endpoint, token, peerId) {
    const url = new URL(endpoint);
    Object.entries({ peer: peerId, token, ...PROTOCOL }).forEach(([key, value]) => url.searchParams.set(key, value));
    const socket = new WebSocket(url, { maxPayload: 16 * 1024 * 1024 });
    const client = new RawClient(socket, peerId);
    await once(socket, 'open');
    return client;
  }

  /** The first message, already received or still to come, that `matches`. */
  waitFor(matches, what, timeoutMs = REPLY_TIMEOUT_MS) {
    const already = this.received.find(matches);
    if (already) {
      return Promise.resolve(already);
    }
    return new Promise((resolve, reject) => {
      const done = (settle, value) => {
        clearTimeout(timer);
        this.listeners.delete(listener);
        settle(value);
      };
      const listener = message => matches(message) && done(resolve, message);
      const timer = setTimeout(() => done(reject, new Error(`no ${what} within ${timeoutMs} ms`)), timeoutMs);
      this.listeners.add(listener);
    });
  }

  notification(method, matches = () => true) {
    return this.waitFor(message => message.method === method && matches(message.params), method);
  }

  sendText(text) {
    this.socket.send(text);
  }

  notify(method, params) {
    this.sendText(JSON.stringify({ method, params }));
  }

  /** Resolves with the whole reply, error or result. */
  request(method, params) {
    const id = randomUUID();
    this.sendText(JSON.stringify({ method, params, id, jsonrpc: '2.0' }));
    return this.waitFor(message => message.id === id, `reply to ${method}`);
  }

  /** Joins without any media, as an `hls-viewer` does. */
  async joinWithoutMedia(name) {
    await this.notification('on-policy-change');
    const reply = await this.request('join', { name, data: '', disableVidAutoSub: true, ...JOIN_FLAGS });
    assert.ok(reply.result, JSON.stringify(reply));
    return reply.result;
  }

  /** Still connected, and the server still answers. */
  async isAlive() {
    assert.equal(this.socket.readyState, WebSocket.OPEN, 'socket open');
    const reply = await this.request('ping', { timestamp: Date.now() });
    assert.ok(reply.result, JSON.stringify(reply));
  }

  close() {
    this.socket.close(1000);
    return this.closed;
  }
}

export const JOIN_FLAGS = { server_sub_degrade: false, simulcast: false, onDemandTracks: false };

/** An error a person can read, with a code below 500 (or one of `codes`) and nothing of the server's insides. */
export function assertClientError({ code, message }, ...codes) {
  assert.ok(codes.length ? codes.includes(code) : code >= 400 && code < 500, `code ${code}: ${message}`);
  assert.equal(typeof message, 'string');
  assert.ok(message.length > 0 && message.length < 500, 'a short message');
  assert.doesNotMatch(message, /Exception|\.java|\bat [a-z]+\./, 'no insides in the message');
}
