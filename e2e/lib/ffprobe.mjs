// Finds an ffprobe: FFPROBE, the system's, or the one inside the FFmpeg artefact the server itself is built with.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzip } from './unzip.mjs';

const run = promisify(execFile);
const PLATFORM = `linux-${process.arch === 'arm64' ? 'arm64' : 'x86_64'}`;

function onPath() {
  return (process.env.PATH ?? '')
    .split(':')
    .map(folder => path.join(folder, 'ffprobe'))
    .find(candidate => existsSync(candidate));
}

function artefacts() {
  const repository = process.env.MAVEN_REPOSITORY ?? path.join(os.homedir(), '.m2', 'repository');
  const versions = path.join(repository, 'org/bytedeco/ffmpeg');
  return (existsSync(versions) ? readdirSync(versions).sort().reverse() : [])
    .flatMap(version =>
      ['', '-gpl'].map(edition => path.join(versions, version, `ffmpeg-${version}-${PLATFORM}${edition}.jar`)),
    )
    .filter(jar => existsSync(jar));
}

let found = null;

function locate() {
  const system = process.env.FFPROBE ?? onPath();
  if (system) {
    return { program: system, env: process.env };
  }
  const [jar] = artefacts();
  assert.ok(jar, 'no ffprobe: set FFPROBE, install the package ffmpeg, or build the server first');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rostra-ffprobe-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const { name, content } of unzip(jar)) {
    const base = path.basename(name);
    if (base === 'ffprobe' || /^lib(?!jni).*\.so/.test(base)) {
      writeFileSync(path.join(folder, base), content(), { mode: 0o755 });
    }
  }
  const program = path.join(folder, 'ffprobe');
  return { program, env: { ...process.env, LD_LIBRARY_PATH: folder } };
}

/** Runs ffprobe; `complaints` is whatever it printed at level `warning` or worse. */
export async function ffprobe(...args) {
  found ??= locate();
  const { stdout, stderr } = await run(found.program, ['-hide_banner', '-loglevel', 'warning', ...args], {
    env: found.env,
    timeout: 40_000,
    maxBuffer: 32 * 1024 * 1024,
  });
  return { output: stdout, complaints: stderr.trim() };
}
