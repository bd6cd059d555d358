// A TCP relay in front of the server whose cable can be pulled: `cut()` drops every connection and refuses new ones
// until `mend()`.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export async function startProxy(targetPort) {
  const sockets = new Set();
  let isCut = false;

  const server = createServer(near => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(targetPort, 'localhost');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');

  const cut = () => {
    isCut = true;
    sockets.forEach(socket => socket.destroy());
  };
  return {
    url: `http://localhost:${server.address().port}`,
    cut,
    mend: () => {
      isCut = false;
    },
    stop: async () => {
      cut();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
