// Builds the tutorial's app and the probe, which is nothing but the SDK, twice from one source, against the current SDK
// and the one the tutorial pinned; and the page of the prebuilt room UI, whose packages are its own (npm ci there).
//
//   node apps/build.mjs            builds what is missing or out of date
//   node apps/build.mjs --force    builds both
import { existsSync, readdirSync, statSync } from 'node:fs';
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
  { app: 'probe', edition: 'legacy', sdk: 'react-sdk-legacy' },
  { app: 'roomkit', edition: 'current', sdk: 'react-sdk' },
];

/** The prebuilt UI's style sheet fetches a font from a stranger; the system's will do. */
const withoutForeignFonts = {
  name: 'without-foreign-fonts',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('.css') ? code.replaceAll(/@import "https?:[^"]*";/g, '') : null),
};

function newestChange(folder) {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true }).map(entry => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? newestChange(full) : statSync(full).mtimeMs;
    }),
  );
}

const changeOf = file => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isFresh(root, page) {
  const inputs = [
    newestChange(path.join(root, 'src')),
    statSync(path.join(root, 'index.html')).mtimeMs,
    ...[path.join(here, '..'), root].map(folder => changeOf(path.join(folder, 'package-lock.json'))),
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
  if (app === 'roomkit' && !existsSync(path.join(root, 'node_modules'))) {
    throw new Error('apps/roomkit has packages of its own. Install them: npm ci --prefix apps/roomkit');
  }
  await build({
    root,
    configFile: false,
    base: './',
    logLevel: 'warn',
    plugins: [withoutForeignFonts, react()],
    resolve: { alias: { 'hms-sdk': sdk } },
    define: { __SDK_EDITION__: JSON.stringify(edition), 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      chunkSizeWarningLimit: 20_000,
      target: 'es2022',
      // MediaPipe, which the prebuilt UI has for backgrounds, is a script that exports nothing.
      rolldownOptions: { shimMissingExports: app === 'roomkit' },
    },
  });
  console.log(`built the app ${app}, ${edition} edition`);
}
