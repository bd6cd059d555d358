// The official server under test; BenchServer.java is its twin. Tells its port on standard output, then answers each
// line it reads with a garbage collection, and ends with its input.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { maxHttpBufferSize: 1_000_000 });
io.on('connection', (socket) => {
  socket.on('join', (answer) => {
    socket.join('room');
    answer();
  });
  for (const relayed of ['ev', 'bin']) {
    socket.on(relayed, (...args) => socket.to('room').emit(relayed, ...args));
  }
});
http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(http.address().port));

const commands = createInterface({ input: process.stdin });
commands.on('line', () => {
  globalThis.gc();
  console.log('collected');
});
commands.on('close', () => process.exit(0));
