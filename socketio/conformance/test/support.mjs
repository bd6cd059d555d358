import { once } from 'node:events';
import { io } from 'socket.io-client';

/** The servers under test; `OfficialClientTest` starts them and sets these. */
export const url = process.env.SOCKETIO_URL;
export const recoveryUrl = process.env.SOCKETIO_RECOVERY_URL;

export const transports = {
  websocket: ['websocket'],
  polling: ['polling'],
  upgrade: ['polling', 'websocket'],
};

const open = new Set();

/** A client of its own connection, not yet connected. */
export function client(path = '/', options = {}) {
  const socket = io(url + path, { forceNew: true, reconnection: false, ...options });
  open.add(socket);
  return socket;
}

export async function connected(path, options) {
  const socket = client(path, options);
  await once(socket, 'connect');
  return socket;
}

/** The arguments of the next event of a name. */
export function next(socket, event) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} within 8 s`)), 8000);
    socket.once(event, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}

export function closeAll() {
  // Of the manager, not the socket: other namespaces may be on the same connection.
  for (const socket of open) socket.io._close();
  open.clear();
}
