// What a story plays on: server, browser, a site of another origin and a room of its own.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { launchBrowser } from './browser.mjs';
import { disconnectAll } from './raw-client.mjs';
import { createRoom } from './rooms.mjs';
import { RESULTS, startServer } from './server.mjs';
import { startSite } from './site.mjs';

let sharedServer = null;

/** One server per test file (or one for all, see run.mjs). */
export function useServer() {
  return (sharedServer ??= startServer());
}

after(async () => {
  const server = await sharedServer?.catch(() => null);
  await server?.stop();
});

/**
 * A story told in steps. `tell(stage, step)` gets the stage and a function that runs a named step as a subtest; after
 * a failed step the rest is not played. A story with `settings` has a server of its own, set up so. On failure, pictures of all pages and the server's log are kept.
 */
export function story(name, { browser: wantsBrowser = true, timeout = 180_000, settings = null } = {}, tell) {
  test(name, { timeout }, async t => {
    const server = settings ? await startServer(settings) : await useServer();
    const stage = { server, site: await startSite(), room: await createRoom(server) };
    stage.browser = wantsBrowser ? await launchBrowser() : null;
    const cleanups = [];
    stage.defer = cleanup => cleanups.push(cleanup);
    let failed = null;
    const step = async (title, play) => {
      if (failed) {
        return;
      }
      await t.test(title, async () => {
        try {
          await play();
        } catch (error) {
          failed = error;
          await keepEvidence(`${name} - ${title}`, stage);
          throw error;
        }
      });
    };
    try {
      await tell(stage, step);
    } catch (error) {
      await keepEvidence(name, stage);
      throw error;
    } finally {
      disconnectAll();
      await stage.browser?.stop();
      await stage.site.stop();
      if (settings) {
        await server.stop();
      }
      for (const cleanup of cleanups) {
        await cleanup();
      }
    }
  });
}

async function keepEvidence(name, { browser, server }) {
  const evidence = (await browser?.keepEvidence(name)) ?? {
    folder: path.join(RESULTS, name.replace(/[^\w.-]+/g, '-')),
    notes: '',
  };
  mkdirSync(evidence.folder, { recursive: true });
  writeFileSync(path.join(evidence.folder, 'pages.txt'), evidence.notes);
  writeFileSync(path.join(evidence.folder, 'server.log'), server.log());
}
