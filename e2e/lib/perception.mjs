// Assertions in the words of a person in front of the screen. Each waits until it holds or its time is up.
import assert from 'node:assert/strict';
import { eventually } from './wait.mjs';

const WATCH_MS = 600;
const LISTEN_MS = 1300; // the fake microphone beeps once a second

function assertMoving(seen, { minimumFrames = 3 } = {}) {
  assert.ok(seen.frames >= minimumFrames, `only ${seen.frames} frames shown: ${JSON.stringify(seen)}`);
  assert.ok(!seen.black, `black picture: ${JSON.stringify(seen)}`);
  assert.ok(seen.changedPixels > 5, `frozen picture: ${JSON.stringify(seen)}`);
}

function assertColour({ colour }, expected) {
  const strongest = Object.entries(colour).sort((a, b) => b[1] - a[1])[0][0];
  const isClear =
    colour[strongest] >
    1.5 *
      Math.max(
        ...Object.entries(colour)
          .filter(([k]) => k !== strongest)
          .map(([, v]) => v),
      );
  assert.ok(strongest === expected && isClear, `mostly ${expected} expected, got ${JSON.stringify(colour)}`);
}

/** The `<video>` shows frames that are not black and that change; `colour` (`red`, `blue`) tells whose they are. */
export async function seesMovingPicture(video, { timeoutMs = 10_000, colour } = {}) {
  return eventually(
    async () => {
      const seen = await video.evaluate((element, ms) => window.perceive.picture(element, ms), WATCH_MS, {
        timeout: 2000,
      });
      assertMoving(seen);
      if (colour) {
        assertColour(seen, colour);
      }
      return seen;
    },
    { timeoutMs, what: 'a moving picture' },
  );
}

/** The `<video>` shows no picture, or a black or frozen one. */
export async function seesNoPicture(video, { timeoutMs = 10_000 } = {}) {
  await eventually(
    async () => {
      const seen = await video.evaluate((element, ms) => window.perceive.picture(element, ms), WATCH_MS, {
        timeout: 2000,
      });
      assert.ok(seen.frames === 0 || seen.black || seen.changedPixels === 0, `still moving: ${JSON.stringify(seen)}`);
    },
    { timeoutMs, what: 'no picture' },
  );
}

const AUDIBLE = 0.005;
/** Comfort noise and coding leave a little. */
const SILENT = 0.002;

function assertTone(heard, hertz) {
  assert.ok(Math.abs(heard.hertz - hertz) < 60, `a tone of ${hertz} Hz expected: ${JSON.stringify(heard)}`);
}

/** Sound comes out of the room's audio elements; `hertz` tells whose it is. */
export async function hearsRoom(page, { timeoutMs = 10_000, hertz } = {}) {
  return eventually(
    async () => {
      const heard = await page.evaluate(ms => window.perceive.roomSound(ms), LISTEN_MS);
      assert.ok(heard.peak > AUDIBLE, `nothing audible: ${JSON.stringify(heard)}`);
      if (hertz) {
        assertTone(heard, hertz);
      }
      return heard;
    },
    { timeoutMs, what: 'sound from the room' },
  );
}

export async function hearsNothingFromRoom(page, { timeoutMs = 10_000 } = {}) {
  await eventually(
    async () => {
      const heard = await page.evaluate(ms => window.perceive.roomSound(ms), LISTEN_MS);
      assert.ok(heard.peak < SILENT, `still audible: ${JSON.stringify(heard)}`);
    },
    { timeoutMs, what: 'silence in the room' },
  );
}

/** Sound comes out of one media element, a live stream's player for instance. */
export async function hears(element, { timeoutMs = 15_000, hertz } = {}) {
  return eventually(
    async () => {
      const heard = await element.evaluate((media, ms) => window.perceive.sound(media, ms), LISTEN_MS);
      assert.ok(heard.peak > AUDIBLE, `nothing audible: ${JSON.stringify(heard)}`);
      if (hertz) {
        assertTone(heard, hertz);
      }
      return heard;
    },
    { timeoutMs, what: 'sound of the stream' },
  );
}

/** The live stream plays: time advances and frames keep coming. */
export async function seesStreamPlaying(video, options = {}) {
  const seen = await seesMovingPicture(video, { timeoutMs: 15_000, ...options });
  assert.ok(seen.advancedSeconds > 0.2, `playback time stands still: ${JSON.stringify(seen)}`);
  return seen;
}
