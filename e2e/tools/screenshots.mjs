// Takes the pictures in docs/images: `node tools/screenshots.mjs [folder]`. Each page light on a desktop, and dark on a
// phone as `<page>-phone.png`.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppPage, PHONE } from '../lib/app.mjs';
import { launchBrowser, Studio } from '../lib/browser.mjs';
import { seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { api, createRoom } from '../lib/rooms.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wait.mjs';

const DESKTOP = { width: 1280, height: 800 };
const SECTIONS = ['rooms', 'templates', 'sessions', 'recordings', 'webhooks', 'developer', 'settings'];
const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/images', import.meta.url));
mkdirSync(folder, { recursive: true });

const server = await startServer();
const stage = { server, browser: await launchBrowser() };
try {
  const room = await createRoom(server, 'Evening talk');
  await api(server, 'POST', `/room-codes/room/${room.id}`, { body: {} });
  await takeEntrances();
  await takeRoom(room);
  await takeDashboard(room);
} finally {
  await stage.browser.stop();
  await server.stop();
}

function open(name, at, options) {
  return AppPage.open(stage, name, { at, viewport: DESKTOP, ...options });
}

async function takeEntrances() {
  const home = await open('Guest', '/');
  await home.page
    .getByRole('link', { name: /^Watch/ })
    .first()
    .waitFor();
  await take(home, 'home', { fullPage: true });
  await home.page.goto(`${server.url}/nowhere`);
  await take(home, 'not-found');
  await home.page.goto(`${server.url}/socket`);
  await take(home, 'socket');
  await home.close();
  const mei = await open('Mei', '/', { locale: 'zh-CN' });
  await mei.page.getByRole('link', { name: /^用这个摄像头开播/ }).waitFor();
  await take(mei, 'home-zh', { phone: false });
  await mei.close();
}

async function takeRoom(room) {
  const door = role => `/join?room=${room.id}&role=${role}`;
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
  const recording = async verb => (await api(server, 'POST', `/recordings/room/${room.id}/${verb}`, { body: {} })).json;
  const { id } = await recording('start');
  await bob.say('Good evening, everybody!');
  await vera.say('Hello from the audience 👋 https://example.org/programme');
  await vera.button('Ask to come on stage').click();
  await ada.page.getByText('Vera raised a hand.').waitFor();
  await take(ada, 'studio');
  await vera.button('Send a heart').click();
  await vera.stream().hover();
  await take(vera, 'watch');
  await ada.page.setViewportSize(DESKTOP);
  await ada.open('people');
  await ada.button('Actions for Vera').click();
  await take(ada, 'moderation', { phone: false });
  await ada.page.keyboard.press('Escape');
  const frame = await open('Frame', `/embed/${room.id}`);
  await seesStreamPlaying(frame.stream(), { timeoutMs: 60_000 });
  await take(frame, 'embed', { phone: false });
  await frame.close();
  await eventually(async () => assert.equal((await api(server, 'GET', `/recordings/${id}`)).json.status, 'running'));
  await recording('stop');
  await ada.button('Stop Streaming').click();
  await vera.button('Watch it again').waitFor({ timeout: 30_000 });
  await take(vera, 'ended');
  await Promise.all([ada, bob, vera].map(person => person.close()));
}

async function takeDashboard(room) {
  const link = server.log().match(/http:\/\/\S+\/dashboard#setup=\S+/)[0];
  const operator = await open('Operator', new URL(link).pathname + new URL(link).hash);
  const { page } = operator;
  await page.getByLabel('New password').fill('correct horse battery');
  await take(operator, 'dashboard-password');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.waitForLoadState('networkidle');
  await take(operator, 'dashboard', { fullPage: true });
  for (const section of SECTIONS) {
    await page.goto(`${server.url}/dashboard/${section}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await take(operator, `dashboard-${section}`, { fullPage: true, phone: false });
  }
  for (const [name, section, link] of [
    ['room', 'rooms', room.name],
    ['template', 'templates', 'live-streaming'],
    ['session', 'sessions', room.name],
  ]) {
    await page.goto(`${server.url}/dashboard/${section}`);
    await page.getByRole('link', { name: link }).first().click();
    await page.waitForLoadState('networkidle');
    await take(operator, `dashboard-${name}`, { fullPage: true });
  }
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
