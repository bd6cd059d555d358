// Serves the test's own pages from another origin than the server's.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));

const FOLDERS = {
  '/current/': path.join(here, 'apps/tutorial/dist/current'),
  '/legacy/': path.join(here, 'apps/tutorial/dist/legacy'),
  '/probe/': path.join(here, 'apps/probe/dist/current'),
  '/probe-legacy/': path.join(here, 'apps/probe/dist/legacy'),
  '/roomkit/': path.join(here, 'apps/roomkit/dist/current'),
  '/pages/': path.join(here, 'pages'),
  '/hls.js/': path.join(here, 'node_modules/hls.js/dist'),
  '/shaka/': path.join(here, 'node_modules/shaka-player/dist'),
};

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css' };

export async function startSite() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://site');
    const prefix = Object.keys(FOLDERS).find(candidate => pathname.startsWith(candidate));
    const file =
      prefix && path.join(FOLDERS[prefix], path.normalize(`/${pathname.slice(prefix.length) || 'index.html'}`));
    try {
      const body = await readFile(file);
      response.writeHead(200, { 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    url: `http://localhost:${server.address().port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
