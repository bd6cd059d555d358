// Starts Rostra the way a user does, or talks to one that is already running (ROSTRA_URL).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive, processTree } from './processes.mjs';
import { eventually } from './wait.mjs';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
export const RESULTS = fileURLToPath(new URL('../test-results/', import.meta.url));

/** The first start may have to build everything. */
const START_TIMEOUT_MS = Number(process.env.ROSTRA_START_TIMEOUT_MS ?? 600_000);
const STOP_TIMEOUT_MS = 15_000;

/** A port that is free for TCP and UDP alike. */
export async function freePort() {
  for (;;) {
    const tcp = createServer().listen(0);
    await once(tcp, 'listening');
    const { port } = tcp.address();
    const udp = createSocket('udp4');
    try {
      udp.bind(port);
      await once(udp, 'listening');
      return port;
    } catch {
      continue; // taken for UDP: try another
    } finally {
      udp.close();
      await new Promise(resolve => tcp.close(resolve));
    }
  }
}

async function isHealthy(url) {
  const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) });
  await response.text();
  assert.equal(response.status, 200, 'GET /healthz');
}

/** A server somebody else started: its keys and ports come from the environment. */
function runningServer(url) {
  const accessKey = process.env.ROSTRA_ACCESS_KEY;
  const secret = process.env.ROSTRA_SECRET;
  assert.ok(accessKey && secret, 'ROSTRA_URL needs ROSTRA_ACCESS_KEY and ROSTRA_SECRET of that server beside it');
  return {
    url: url.replace(/\/$/, ''),
    mediaPort: Number(process.env.ROSTRA_MEDIA_PORT ?? 7882),
    accessKey,
    secret,
    pid: process.env.ROSTRA_PID ? Number(process.env.ROSTRA_PID) : null,
    log: () => (process.env.ROSTRA_LOG ? readFileSync(process.env.ROSTRA_LOG, 'utf8') : ''),
    stop: async () => {},
  };
}

/**
 * Starts `./rostra run` on free ports with a data folder of its own and waits until it is healthy.
 * `settings` are further environment variables of the server.
 * `stop()` ends it with SIGTERM and asserts that it went quickly, cleanly and left no process behind;
 * `stop(inspect)` calls `inspect` before it removes the data.
 */
export async function startServer(settings = {}) {
  const fitting = Object.entries(settings).every(([name, value]) => process.env[name] === value);
  return process.env.ROSTRA_URL && fitting ? runningServer(process.env.ROSTRA_URL) : startOwnServer(null, settings);
}

/**
 * As `startServer`, but always a server of one's own. With one that was `crash()`ed before, it is that server again:
 * the same ports, keys and data.
 */
export async function startOwnServer(crashed = null, settings = {}) {
  const { port, mediaPort, dataDir, accessKey, secret } = crashed ?? {
    port: await freePort(),
    mediaPort: await freePort(),
    dataDir: mkdtempSync(path.join(os.tmpdir(), 'rostra-e2e-')),
    accessKey: randomBytes(12).toString('hex'),
    secret: randomBytes(32).toString('hex'),
  };
  mkdirSync(RESULTS, { recursive: true });
  const logFile = path.join(RESULTS, `server-${port}.log`);
  const output = openSync(logFile, 'w');
  const child = spawn('./rostra', ['run'], {
    cwd: REPOSITORY,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      ROSTRA_REWIND: '10m',
      ROSTRA_PORT: String(port),
      ROSTRA_MEDIA_PORT: String(mediaPort),
      ROSTRA_DATA_DIR: dataDir,
      ROSTRA_ACCESS_KEY: accessKey,
      ROSTRA_SECRET: secret,
      ...settings,
    },
  });
  closeSync(output);
  let ended = null;
  const exited = new Promise(resolve => {
    child.on('error', error => resolve((ended = { error })));
    child.on('exit', (code, signal) => resolve((ended = { code, signal })));
  });
  const log = () => readFileSync(logFile, 'utf8');
  const url = `http://localhost:${port}`;
  const startedAt = Date.now();

  const kill = () => processTree(child.pid).forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
  try {
    await eventually(
      async () => {
        if (ended) {
          return;
        }
        await isHealthy(url);
      },
      { timeoutMs: START_TIMEOUT_MS, everyMs: 50, what: 'server start' },
    );
    assert.equal(ended, null, `./rostra run ended while starting: ${JSON.stringify(ended)}\n${log()}`);
  } catch (error) {
    kill();
    throw error;
  }

  let stopping = null;
  async function terminate(inspect) {
    assert.equal(ended, null, `the server ended by itself: ${JSON.stringify(ended)}\n${log().slice(-4000)}`);
    const tree = processTree(child.pid).map(({ pid }) => pid);
    child.kill('SIGTERM');
    const timer = setTimeout(kill, STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(timer);
    // 143 is what a JVM answers to SIGTERM after its shutdown hooks ran.
    const clean = ended.code === 0 || ended.code === 143;
    assert.ok(clean, `unclean exit after SIGTERM: ${JSON.stringify(ended)}\n${log().slice(-4000)}`);
    await eventually(() => assert.deepEqual(tree.filter(isAlive), [], 'processes left behind'), { timeoutMs: 3000 });
    await inspect?.();
    rmSync(dataDir, { recursive: true, force: true });
  }

  /** Ends the server as a power cut does. */
  async function crash() {
    kill();
    await exited;
  }

  return {
    url,
    port,
    mediaPort,
    accessKey,
    secret,
    dataDir,
    logFile,
    startedInMs: Date.now() - startedAt,
    pid: child.pid,
    log,
    crash,
    stop: inspect => (stopping ??= terminate(inspect)),
  };
}
