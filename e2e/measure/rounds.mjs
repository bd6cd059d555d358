// The measured scenes. Each returns plain numbers; `measure.mjs` repeats them and sums up.
import { Studio } from '../lib/browser.mjs';
import { usage } from '../lib/processes.mjs';
import { createRoom } from '../lib/rooms.mjs';
import { BROADCASTER, TutorialPage, VIEWER, tutorialUrl } from '../lib/tutorial.mjs';
import { eventually, sleep } from '../lib/wait.mjs';
import { median, percentile, slope } from './statistics.mjs';

const EDITION = 'current';

/** When the button was pressed and when the labelled picture appeared, in one page. */
async function firstFrame(page, label, timeoutMs = 30_000) {
  return eventually(
    async () => {
      const time = await page.evaluate(key => window.stopwatch.firstFrame[key], label);
      if (time === undefined) {
        throw new Error(`no frame of ${label} yet`);
      }
      return time;
    },
    { timeoutMs, everyMs: 20 },
  );
}

const pressed = (page, button) => page.evaluate(name => window.stopwatch.pressed[name], button);

/** The page is loaded and the form filled in; only Join is left to press. */
async function atTheDoor(stage, name, role, studio) {
  const opened = await stage.browser.open(tutorialUrl({ ...stage, edition: EDITION }), { label: name, studio });
  const person = new TutorialPage(name, role, opened);
  await person.page.getByLabel('Name').fill(name);
  await person.page.getByLabel('Role').selectOption(role);
  return person;
}

const pressJoin = person => person.page.getByRole('button', { name: 'Join' }).click();

/**
 * Ada is in the room; Bob presses Join. `joinerSees`: until Bob's page shows Ada's first decoded frame.
 * `othersSee`: until Ada's page shows Bob's.
 */
export async function joinRound(stage) {
  const own = { ...stage, room: await createRoom(stage.server) };
  const ada = await atTheDoor(own, 'Ada', BROADCASTER);
  await pressJoin(ada);
  await firstFrame(ada.page, 'Tile of Ada');
  await sleep(1500);
  const bob = await atTheDoor(own, 'Bob', BROADCASTER);
  await sleep(300);
  await pressJoin(bob);
  const [joinerSaw, othersSaw] = await Promise.all([
    firstFrame(bob.page, 'Tile of Ada'),
    firstFrame(ada.page, 'Tile of Bob'),
  ]);
  const start = await pressed(bob.page, 'Join');
  await Promise.all([ada.close(), bob.close()]);
  return { joinerSees: joinerSaw - start, othersSee: othersSaw - start };
}

/** The very first join after the start of the server: two people press Join at the same moment. */
export async function coldJoin(stage) {
  const own = { ...stage, room: await createRoom(stage.server) };
  const people = [await atTheDoor(own, 'Ada', BROADCASTER), await atTheDoor(own, 'Bob', BROADCASTER)];
  await sleep(500);
  await Promise.all(people.map(pressJoin));
  const [ada, bob] = people;
  const seen = await Promise.all([firstFrame(ada.page, 'Tile of Bob'), firstFrame(bob.page, 'Tile of Ada')]);
  const starts = await Promise.all(people.map(({ page }) => pressed(page, 'Join')));
  await Promise.all(people.map(person => person.close()));
  return Math.max(...seen) - Math.max(...starts);
}

/** A broadcaster with a clock in the picture and a waiting viewer; `goLiveMs` until the viewer's first frame. */
export async function goLive(stage, { studio = Studio.BLUE } = {}) {
  const own = { ...stage, room: await createRoom(stage.server) };
  const join = (name, role, options) => TutorialPage.join(own, { name, role, edition: EDITION, ...options });
  const ada = await join('Ada', BROADCASTER, { studio });
  const vera = await join('Vera', VIEWER);
  await firstFrame(ada.page, 'Tile of Ada');
  await sleep(2000);
  const ready = { ada, vera, stage: own };
  await ada.goLive();
  const seen = await firstFrame(vera.page, 'Live stream');
  return { ...ready, goLiveMs: seen - (await pressed(ada.page, 'Go Live')) };
}

/** Opens plain hls.js on the stream, in a window of its own. */
export async function openPlayer(stage, url, config = {}) {
  const query = new URLSearchParams({ url, config: JSON.stringify(config) });
  const opened = await stage.browser.open(`${stage.site.url}/pages/player.html?${query}`, { label: 'player' });
  await firstFrame(opened.page, 'Live stream');
  return opened;
}

/** Ages of the frames on the viewer's screen, in milliseconds, for `seconds`. */
export async function latencies(page, seconds) {
  const ages = await page.getByLabel('Live stream').evaluate(async (video, milliseconds) => {
    const read = [];
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const shown = await new Promise(resolve => {
        setTimeout(() => resolve(false), 1000);
        video.requestVideoFrameCallback(() => resolve(true));
      });
      const age = shown ? window.blockClock.age(video) : null;
      if (age !== null) {
        read.push(age);
      }
    }
    return read;
  }, seconds * 1000);
  return { p50: median(ages), p95: percentile(ages, 95), frames: ages.length };
}

export async function stalls(page) {
  return page.evaluate(() => ({
    waits: window.stopwatch.stalls ?? 0,
    waitedAfterMs: window.stopwatch.stalledAfterMs ?? [],
    errors: (window.streamErrors ?? []).filter(({ details, fatal }) => fatal || details === 'bufferStalledError')
      .length,
    decoded: document.querySelector('video').getVideoPlaybackQuality().totalVideoFrames,
    dropped: document.querySelector('video').getVideoPlaybackQuality().droppedVideoFrames,
  }));
}

/** CPU (cores) and memory of the server's process tree over `seconds`. */
export async function cost(pid, seconds) {
  const before = usage(pid);
  const start = performance.now();
  await sleep(seconds * 1000);
  const after = usage(pid);
  const elapsed = (performance.now() - start) / 1000;
  return {
    cores: (after.cpuSeconds - before.cpuSeconds) / elapsed,
    cpuSecondsPerMinute: ((after.cpuSeconds - before.cpuSeconds) / elapsed) * 60,
    rssMegabytes: after.rssBytes / 2 ** 20,
    processes: after.processes,
  };
}

/** Megabytes an hour, from samples of [minutes, megabytes]; the first fifth is warming up and left out. */
export const growthPerHour = samples => slope(samples.slice(Math.floor(samples.length / 5))) * 60;
