// Builds the tutorial's app twice from one source, against the current SDK and the one the tutorial pinned, and the
// probe, which is nothing but the current SDK.
//
//   node apps/build.mjs            builds what is missing or out of date
//   node apps/build.mjs --force    builds both
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Each app, the folder below it that it is built into, and the npm alias of `@100mslive/react-sdk` it is built with. */
const BUILDS = [
  { app: 'tutorial', edition: 'current', sdk: 'react-sdk' },
  { app: 'tutorial', edition: 'legacy', sdk: 'react-sdk-legacy' },
  { app: 'probe', edition: 'current', sdk: 'react-sdk' },
];

function newestChange(folder) {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true }).map(entry => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? newestChange(full) : statSync(full).mtimeMs;
    }),
  );
}

function isFresh(root, page) {
  const inputs = [
    newestChange(path.join(root, 'src')),
    statSync(path.join(root, 'index.html')).mtimeMs,
    statSync(path.join(here, '..', 'package-lock.json')).mtimeMs,
    statSync(fileURLToPath(import.meta.url)).mtimeMs,
  ];
  const built = statSync(page, { throwIfNoEntry: false });
  return built !== undefined && built.mtimeMs > Math.max(...inputs);
}

for (const { app, edition, sdk } of BUILDS) {
  const root = path.join(here, app);
  const outDir = path.join(root, 'dist', edition);
  if (!process.argv.includes('--force') && isFresh(root, path.join(outDir, 'index.html'))) {
    continue;
  }
  await build({
    root,
    configFile: false,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    resolve: { alias: { 'hms-sdk': sdk } },
    define: { __SDK_EDITION__: JSON.stringify(edition), 'process.env.NODE_ENV': '"production"' },
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 4000, target: 'es2022' },
  });
  console.log(`built the app ${app}, ${edition} edition`);
}
