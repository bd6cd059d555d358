// Somebody on stage without a browser: a Socket.IO peer that sends a recording of Chromium's in real time, again and again.
import { readFileSync } from 'node:fs';
import { ask, connect } from './socketio.mjs';
import { appToken } from './tokens.mjs';

const RECORDINGS = new URL('../../media/src/test/resources/recordings/', import.meta.url);

/** The chunks of a recording, as the recorder gave them, and how many milliseconds each stands for. */
function recorded(name, seconds) {
  const bytes = readFileSync(new URL(name, RECORDINGS));
  const sizes = readFileSync(new URL(`${name}.chunks`, RECORDINGS), 'utf8').trim().split('\n').map(Number);
  let at = 0;
  const chunks = sizes.map(size => bytes.subarray(at, (at += size)));
  return { chunks, millis: (seconds * 1000) / chunks.length };
}

/** Resolves, when it is in the room and sends, with its peer id and how to end it. */
export async function broadcast(server, roomId, { role = 'broadcaster', name = 'Camera' } = {}) {
  const { chunks, millis } = recorded('chromium-h264-opus.webm', 2);
  const socket = await connect(server, { auth: { token: appToken(server, { roomId, role }), name } });
  const entry = await ask(socket, 'join-room', roomId);
  if (entry.error) {
    throw new Error(`the broadcaster was not let in: ${entry.error.message}`);
  }
  const began = Date.now();
  let sent = 0;
  const sendDue = () => {
    for (; sent * millis <= Date.now() - began; sent++) {
      const chunk = chunks[sent % chunks.length];
      socket.emit('media', chunk, sent % chunks.length === 0 ? { init: true, type: 'video/webm;codecs="h264,opus"' } : {});
    }
  };
  sendDue();
  const timer = setInterval(sendDue, 50);
  const stop = () => {
    clearInterval(timer);
    socket.disconnect();
  };
  socket.on('disconnect', () => clearInterval(timer));
  return { peerId: socket.id, stop };
}
