// Runs every story against one server: `npm test`, or `npm test -- stories/tutorial.test.mjs` for some of them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RESULTS, startServer } from './lib/server.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const stories = wanted.length
  ? wanted
  : readdirSync(`${here}stories`)
      .filter(name => name.endsWith('.test.mjs'))
      .sort()
      .map(name => `stories/${name}`);

rmSync(RESULTS, { recursive: true, force: true });
const server = await startServer();
console.log(`server up after ${server.startedInMs ?? 0} ms at ${server.url}`);

const runner = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...stories], {
  cwd: here,
  stdio: 'inherit',
  env: {
    ...process.env,
    ROSTRA_URL: server.url,
    ROSTRA_MEDIA_PORT: String(server.mediaPort),
    ROSTRA_ACCESS_KEY: server.accessKey,
    ROSTRA_SECRET: server.secret,
    ...(server.pid && { ROSTRA_PID: String(server.pid) }),
    ...(server.logFile && { ROSTRA_LOG: server.logFile }),
  },
});
const [code] = await once(runner, 'exit');
try {
  await server.stop();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
process.exit(code ?? 1);
