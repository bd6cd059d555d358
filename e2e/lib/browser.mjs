// Chromium with fake devices, and a record of everything a page complained about or asked strangers for.
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { RESULTS } from './server.mjs';

const pageScript = name => fileURLToPath(new URL(`./page/${name}`, import.meta.url));

// Media over TCP is to this machine's own addresses, and asks the resolver too.
const OWN_ADDRESSES = Object.values(os.networkInterfaces()).flatMap(all => all.map(({ address }) => address));

const FLAGS = [
  '--use-fake-device-for-media-stream=fps=30',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--allow-loopback-in-peer-connection',
  // Whatever a page asks for, nothing but this machine is ever resolved.
  `--host-resolver-rules=MAP * ~NOTFOUND , ${['localhost', ...OWN_ADDRESSES].map(host => `EXCLUDE ${host}`).join(' , ')}`,
];

const isLocal = hostname => ['localhost', '127.0.0.1', '[::1]', ''].includes(hostname);

/** Microphones and cameras that can be told apart; for `open({ studio })`. */
export const Studio = {
  BLUE: { colour: 'rgb(20, 40, 220)', hertz: 880 },
  RED: { colour: 'rgb(210, 30, 30)', hertz: 440 },
};

/** Runs inside a page: how far each video element got, and what hls.js complained about. */
function playerStates() {
  const ranges = all => Array.from(all, (_, i) => `${all.start(i).toFixed(3)}-${all.end(i).toFixed(3)}`);
  return {
    streamErrors: window.streamErrors,
    videos: Array.from(document.querySelectorAll('video'), video => ({
      label: video.closest('[aria-label]')?.getAttribute('aria-label'),
      currentTime: video.currentTime,
      paused: video.paused,
      readyState: video.readyState,
      error: video.error?.message,
      buffered: ranges(video.buffered),
    })),
  };
}

export async function launchBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
  });
  const opened = [];

  /**
   * Opens a person's own window (nothing shared with other windows). `studio` replaces the fake camera by a
   * recognisable one, `brokenDevices` makes devices fail. The page gets `journal`: console errors, exceptions and requests to foreign hosts.
   */
  async function open(url, { label, studio, brokenDevices, viewport = { width: 1000, height: 700 }, ...options } = {}) {
    const context = await browser.newContext({ viewport, ...options });
    await context.grantPermissions(['camera', 'microphone']).catch(() => {});
    await context.addInitScript({ path: pageScript('perceive.js') });
    await context.addInitScript({ path: pageScript('clock.js') });
    await context.addInitScript({ path: pageScript('stopwatch.js') });
    if (studio) {
      await context.addInitScript(settings => {
        window.studioSettings = settings;
      }, studio);
      await context.addInitScript({ path: pageScript('studio.js') });
    }
    if (brokenDevices) {
      await context.addInitScript(errors => {
        window.brokenDevices = errors;
      }, brokenDevices);
      await context.addInitScript({ path: pageScript('broken-devices.js') });
    }
    const page = await context.newPage();
    const journal = { errors: [], foreignRequests: [], cspViolations: [] };
    page.on('console', message => {
      if (message.type() !== 'error') {
        return;
      }
      const text = `${message.text()} ${message.location().url ?? ''}`;
      (/Content Security Policy/i.test(text) ? journal.cspViolations : journal.errors).push(text);
    });
    page.on('pageerror', error => journal.errors.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('request', request => {
      const { protocol, hostname, href } = new URL(request.url());
      if (/^(http|ws)/.test(protocol) && !isLocal(hostname)) {
        journal.foreignRequests.push(href);
      }
    });
    page.on('websocket', socket => {
      if (!isLocal(new URL(socket.url()).hostname)) {
        journal.foreignRequests.push(socket.url());
      }
    });
    opened.push({ page, label: label ?? `page-${opened.length + 1}`, journal });
    await page.goto(url);

    /** Closes the window as a person does: the page gets its last events before it goes. */
    async function close() {
      if (!page.isClosed()) {
        const gone = page.waitForEvent('close', { timeout: 5000 });
        await page.close({ runBeforeUnload: true });
        await gone.catch(() => {});
      }
      await context.close();
    }

    return { page, journal, close };
  }

  /** Pictures and complaints of every window still open, below `test-results`. */
  async function keepEvidence(name) {
    const folder = path.join(RESULTS, name.replace(/[^\w.-]+/g, '-'));
    mkdirSync(folder, { recursive: true });
    const notes = [];
    for (const { page, label, journal } of opened) {
      notes.push(`${label}\n${JSON.stringify(journal, null, 2)}`);
      if (!page.isClosed()) {
        const players = await page.evaluate(playerStates).catch(error => error.message);
        notes.push(JSON.stringify(players, null, 2));
        await page.screenshot({ path: path.join(folder, `${label}.png`), timeout: 5000 }).catch(() => {});
      }
    }
    return { folder, notes: notes.join('\n\n') };
  }

  return { open, keepEvidence, stop: () => browser.close() };
}
