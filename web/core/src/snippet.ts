import { absoluteTokenEndpoint, initEndpoint } from './endpoints';
import type { RoomId } from './ids';

/** What a developer copies to point an app made with the SDK at this server. */
export function sdkSnippet(origin: string, tokenEndpoint: string, roomId: RoomId, role: string): string {
  return `const response = await fetch(${quote(`${absoluteTokenEndpoint(tokenEndpoint, origin)}api/token`)}, {
  method: 'POST',
  body: JSON.stringify({
    user_id: 'ada',
    role: ${quote(role)},
    type: 'app',
    room_id: ${quote(roomId)},
  }),
});
const { token } = await response.json();

await hmsActions.join({
  userName: 'Ada',
  authToken: token,
  initEndpoint: ${quote(initEndpoint(origin))},
});`;
}

/** The same for a Socket.IO client, which needs neither SDK nor WebRTC. */
export function socketSnippet(origin: string, roomId: RoomId): string {
  return `import { io } from 'socket.io-client';

const socket = io(${quote(origin)}, { auth: { token, name: 'Ada' } });
const { users } = await socket.emitWithAck('join-room', ${quote(roomId)});
socket.on('message', (text, user, { name }) => console.log(name, text));
socket.emit('message', 'hello, everybody');`;
}

/** And what OBS is told, with the key that the server API makes. */
export function obsSnippet(origin: string, roomId: RoomId): string {
  return `# OBS 30 or later: Settings, Stream
Service       WHIP
Server        ${origin}/whip
Bearer Token  the room's stream key

# The room's stream key: on its page in the dashboard, or
TOKEN=$(./rostra token management)
curl -X POST -H "Authorization: Bearer $TOKEN" \\
  ${origin}/v2/stream-keys/room/${roomId}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
