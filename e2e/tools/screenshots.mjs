// Takes the pictures in docs/images: `node tools/screenshots.mjs [folder]`. Each page light on a desktop, and dark on a
// phone as `<page>-phone.png`.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppPage, PHONE } from '../lib/app.mjs';
import { launchBrowser, Studio } from '../lib/browser.mjs';
import { seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { api, createRoom } from '../lib/rooms.mjs';
import { startServer } from '../lib/server.mjs';

const DESKTOP = { width: 1280, height: 800 };
const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/images', import.meta.url));
mkdirSync(folder, { recursive: true });

const server = await startServer();
const stage = { server, browser: await launchBrowser() };
try {
  await takeAll();
} finally {
  await stage.browser.stop();
  await server.stop();
}

async function takeAll() {
  const room = await createRoom(server, 'Evening talk');
  await api(server, 'POST', `/room-codes/room/${room.id}`, { body: {} });
  const door = role => `/join?room=${room.id}&role=${role}`;
  const open = (name, at, options) => AppPage.open(stage, name, { at, viewport: DESKTOP, ...options });

  const home = await open('Guest', '/');
  await home.page.getByRole('link', { name: /^Watch/ }).waitFor();
  await take(home, 'home', { fullPage: true });
  await home.page.goto(`${server.url}/nowhere`);
  await take(home, 'not-found');
  await home.page.goto(`${server.url}/socket`);
  await take(home, 'socket');
  await home.close();

  const ada = await open('Ada', door('broadcaster'));
  await seesMovingPicture(ada.page.getByLabel('Your camera'));
  await take(ada, 'door', { fullPage: true });
  await ada.join();
  const bob = await open('Bob', door('broadcaster'), { studio: Studio.BLUE });
  await bob.join();
  const vera = await open('Vera', door('hls-viewer'));
  await vera.join();
  await take(vera, 'waiting');
  await seesMovingPicture(ada.tileVideo('Bob'));
  await ada.button('Go Live').click();
  await seesStreamPlaying(vera.stream(), { timeoutMs: 60_000 });
  await bob.say('Good evening, everybody!');
  await vera.say('Hello from the audience 👋 https://example.org/programme');
  await vera.button('Ask to come on stage').click();
  await ada.page.getByText('Vera raised a hand.').waitFor();
  await take(ada, 'studio');
  await vera.stream().hover();
  await take(vera, 'watch');
  await ada.page.setViewportSize(DESKTOP);
  await ada.open('people');
  await ada.button('Actions for Vera').click();
  await take(ada, 'moderation', { phone: false });
  await vera.page.goto(`${server.url}/embed/${room.id}`);
  await seesStreamPlaying(vera.stream(), { timeoutMs: 60_000 });
  await take(vera, 'embed', { phone: false });
}

async function take({ page }, name, { fullPage = false, phone = true } = {}) {
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
  if (phone) {
    await page.setViewportSize(PHONE);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: path.join(folder, `${name}-phone.png`), fullPage });
    await page.setViewportSize(DESKTOP);
    await page.emulateMedia({ colorScheme: 'light' });
  }
}
