// Takes the pictures in docs/images: `node tools/screenshots.mjs [folder]`. Each page light on a desktop, those of rooms
// also dark on a phone as `<page>-phone.png`. Needs a font with Chinese and one with emoji; with GraphicsMagick the files
// are a third as large.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppPage, PHONE } from '../lib/app.mjs';
import { launchBrowser } from '../lib/browser.mjs';
import { seesMovingPicture } from '../lib/perception.mjs';
import { api, createRoom } from '../lib/rooms.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wait.mjs';

const DESKTOP = { width: 1280, height: 800 };
const ADA = { hertz: 880, portrait: { wall: '#e6c3ad', skin: '#e9b892', hair: '#5a2f22', shirt: '#1f6f78' } };
const BOB = { hertz: 440, portrait: { wall: '#8fb0cc', skin: '#8d5a3b', hair: '#1d1613', shirt: '#e0a93b' } };
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

/** What is in the picture matters to no reader of the docs, and a busy machine is slow to look at it. */
function isPlaying({ page }) {
  return page.locator('video[data-phase="playing"]').waitFor({ timeout: 60_000 });
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
  await take(home, 'home', { fullPage: true, phone: false });
  await take(home, 'home', { desktop: false });
  await home.page.goto(`${server.url}/nowhere`);
  await home.page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  await take(home, 'not-found', { phone: false });
  await home.page.goto(`${server.url}/socket`);
  await home.button('Create a room').waitFor();
  await take(home, 'socket');
  await home.page.goto(`${server.url}/demo`);
  await home.button('Start').waitFor();
  await take(home, 'demo', { phone: false });
  await home.page.goto(`${server.url}/docs/api`);
  await home.page.getByRole('heading', { level: 1 }).waitFor();
  await take(home, 'api', { phone: false });
  await home.close();
  const mei = await open('Mei', '/', { locale: 'zh-CN' });
  await mei.page.getByRole('link', { name: /^用这个摄像头开播/ }).waitFor();
  await take(mei, 'home-zh', { phone: false });
  await mei.close();
}

async function takeRoom(room) {
  const door = role => `/join?room=${room.id}&role=${role}`;
  const ada = await open('Ada', door('broadcaster'), { studio: ADA });
  await seesMovingPicture(ada.page.getByLabel('Your camera'));
  await take(ada, 'door', { fullPage: true });
  await ada.join();
  const bob = await open('Bob', door('broadcaster'), { studio: BOB });
  await bob.join();
  const vera = await open('Vera', door('hls-viewer'));
  await vera.join();
  await take(vera, 'waiting', { desktop: false });
  await ada.tileVideo('Bob').waitFor();
  await ada.button('Go Live').click();
  await isPlaying(vera);
  await ada.page.getByTestId('audience-latency').waitFor({ timeout: 30_000 });
  const recording = async verb => (await api(server, 'POST', `/recordings/room/${room.id}/${verb}`, { body: {} })).json;
  const { id } = await recording('start');
  await bob.say('Good evening, everybody!');
  await vera.say('Hello from the audience 👋 https://example.org/programme');
  await vera.button('Ask to come on stage').click();
  await ada.page.getByText('Vera raised a hand.').waitFor();
  await take(ada, 'studio', { phone: false });
  await ada.button('Close').click();
  await take(ada, 'studio', { desktop: false });
  await vera.button('Send a heart').click();
  await vera.stream().hover();
  await take(vera, 'watch');
  await ada.page.setViewportSize(DESKTOP);
  await ada.open('people');
  await ada.button('Actions for Vera').click();
  await take(ada, 'moderation', { phone: false });
  await ada.page.keyboard.press('Escape');
  await vera.button('Emoji').click();
  await vera.page.getByRole('dialog', { name: 'Emoji' }).waitFor();
  await take(vera, 'emoji', { desktop: false });
  await vera.page.keyboard.press('Escape');
  await ada.page.getByRole('tab', { name: 'Polls' }).click();
  await ada.page.getByLabel('Question').fill('Tea or coffee?');
  await ada.page.getByLabel('Answers, one in a line').fill('Tea\nCoffee');
  await ada.button('Start the poll').click();
  await vera.page.getByRole('tab', { name: 'Polls' }).click();
  await vera.button('Coffee').click();
  await ada.button('Tea').click();
  await ada.page.getByTestId('poll').getByText('50 %').first().waitFor();
  await take(ada, 'polls', { phone: false });
  await vera.page.getByRole('tab', { name: 'Chat' }).click();
  const frame = await open('Frame', `/embed/${room.id}`);
  await isPlaying(frame);
  await take(frame, 'embed', { phone: false });
  await frame.close();
  await eventually(async () => assert.equal((await api(server, 'GET', `/recordings/${id}`)).json.status, 'running'));
  await recording('stop');
  await ada.button('Stop Streaming').click();
  await vera.button('Watch it again').waitFor({ timeout: 30_000 });
  await take(vera, 'ended', { desktop: false });
  await vera.button('Watch it again').click();
  await seesMovingPicture(vera.page.getByTestId('replay'), { timeoutMs: 30_000 });
  await take(vera, 'replay', { phone: false });
  await Promise.all([ada, bob, vera].map(person => person.close()));
}

async function takeDashboard(room) {
  const link = server.log().match(/http:\/\/\S+\/dashboard#setup=\S+/)[0];
  const operator = await open('Operator', new URL(link).pathname + new URL(link).hash);
  const { page } = operator;
  await page.getByLabel('New password').fill('correct horse battery');
  await take(operator, 'dashboard-password', { phone: false });
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.waitForLoadState('networkidle');
  await take(operator, 'dashboard', { fullPage: true });
  for (const section of SECTIONS) {
    await page.goto(`${server.url}/dashboard/${section}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await take(operator, `dashboard-${section}`, { phone: false });
  }
  for (const [name, section, link] of [
    ['room', 'rooms', room.name],
    ['template', 'templates', 'live-streaming'],
    ['session', 'sessions', room.name],
  ]) {
    await page.goto(`${server.url}/dashboard/${section}`);
    await page.getByRole('link', { name: link }).first().click();
    await page.waitForLoadState('networkidle');
    await take(operator, `dashboard-${name}`, { phone: false });
  }
}

async function take({ page }, name, { fullPage = false, desktop = true, phone = true } = {}) {
  const picture = async file => {
    const to = path.join(folder, `${file}.png`);
    await page.screenshot({ path: to, fullPage });
    spawnSync('gm', ['mogrify', '+dither', '-colors', '160', '-type', 'Palette', to]);
  };
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: 'light' });
  if (desktop) {
    await picture(name);
  }
  if (phone) {
    await page.setViewportSize(PHONE);
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(`${name}-phone`);
    await page.setViewportSize(DESKTOP);
    await page.emulateMedia({ colorScheme: 'light' });
  }
}
