import type { RoomId } from '../ids';
import { codePath, joinPath } from '../route';

/**
 * The link that lets people into a room with a role. With a room code it works from anywhere; without one it is for
 * those to whom the token endpoint answers.
 */
export function roomLink(origin: string, roomId: string, role: string, code?: string): string {
  return origin + (code === undefined ? joinPath({ roomId: roomId as RoomId, role }) : codePath(code));
}

/** A broadcaster's role comes before that of the audience, which publishes nothing. */
export function byImportance(roles: readonly string[]): readonly string[] {
  const rank = (role: string) => (/viewer|audience|listener|guest/i.test(role) ? 1 : 0);
  return [...roles].sort((a, b) => rank(a) - rank(b));
}

/** How a Socket.IO client enters a room, with a token that the token endpoint or a backend made. */
export function socketSnippet(origin: string, roomId: string): string {
  return `import { io } from 'socket.io-client';

const socket = io('${origin}', { auth: { token, name: 'Ada' } });
const { users, peers, role } = await socket.emitWithAck('join-room', '${roomId}');
socket.on('message', (text, user, { name }) => console.log(\`\${name}: \${text}\`));
socket.emit('message', 'hello, everybody');`;
}
