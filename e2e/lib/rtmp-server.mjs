// A real RTMP server to push to: nginx with its RTMP module, which writes down what it gets.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './server.mjs';
import { eventually } from './wait.mjs';

const NGINX = process.env.NGINX ?? '/usr/sbin/nginx';
const MODULE = process.env.NGINX_RTMP_MODULE ?? '/usr/lib/nginx/modules/ngx_rtmp_module.so';

/** Null where it is not installed. */
export async function startRtmpServer() {
  if (!existsSync(NGINX) || !existsSync(MODULE)) {
    console.log('nginx with its RTMP module (libnginx-mod-rtmp) is not installed: nothing is pushed to it');
    return null;
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rostra-rtmp-'));
  const port = await freePort();
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `load_module ${MODULE};
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
rtmp { access_log off; server {
  listen 127.0.0.1:${port};
  application live { live on; record all; record_unique on; record_path ${folder}; }
} }
`,
  );
  const nginx = spawn(NGINX, ['-p', folder, '-c', path.join(folder, 'nginx.conf')], { stdio: 'ignore' });
  await eventually(
    () =>
      new Promise((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy()));
        socket.once('error', reject);
      }),
    { what: 'nginx' },
  );
  return {
    url: `rtmp://127.0.0.1:${port}/live/KEY`,
    /** How many bytes it has written down. */
    bytes: () =>
      readdirSync(folder)
        .filter(name => name.endsWith('.flv'))
        .reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0),
    stop: () => {
      nginx.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
