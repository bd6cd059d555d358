// The official Socket.IO client, as an app of somebody else uses it.
import { once } from 'node:events';
import { io } from 'socket.io-client';

const PATIENCE_MS = 8000;
const open = new Set();

/** Whatever a story left open would keep its process from ending. */
export function closeSockets() {
  // Of the manager, not the socket: it may still be connecting.
  open.forEach(socket => socket.io._close());
  open.clear();
}

/** Not yet connected. `from` makes it a page of another origin, so nobody at this machine. */
export function socketOf(server, { auth = {}, from, ...options } = {}) {
  const socket = io(server.url, {
    forceNew: true,
    reconnection: false,
    auth,
    ...(from && { extraHeaders: { Origin: from } }),
    ...options,
  });
  socket.heard = [];
  socket.onAny((...event) => socket.heard.push(event));
  open.add(socket);
  return socket;
}

export async function connect(server, options) {
  const socket = socketOf(server, options);
  await Promise.race([
    once(socket, 'connect'),
    once(socket, 'connect_error').then(([error]) => Promise.reject(error)),
  ]);
  return socket;
}

/** What the server said when it kept the client out. */
export async function refusalOf(server, options) {
  const socket = socketOf(server, options);
  const [error] = await once(socket, 'connect_error');
  return { message: error.message, ...error.data };
}

export const ask = (socket, event, ...args) => socket.timeout(PATIENCE_MS).emitWithAck(event, ...args);

/** The arguments of the first event of a name, heard already or still to come, that `matches`. */
export function heard(socket, event, matches = () => true) {
  const fits = ([name, ...args]) => name === event && matches(...args);
  const already = socket.heard.find(fits);
  if (already) {
    return Promise.resolve(already.slice(1));
  }
  return new Promise((resolve, reject) => {
    const done = (settle, value) => {
      clearTimeout(timer);
      socket.offAny(listener);
      settle(value);
    };
    const listener = (...received) => fits(received) && done(resolve, received.slice(1));
    const timer = setTimeout(
      () => done(reject, new Error(`no ${event} within ${PATIENCE_MS} ms, only ${JSON.stringify(socket.heard)}`)),
      PATIENCE_MS,
    );
    socket.onAny(listener);
  });
}
