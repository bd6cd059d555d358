// The measuring instruments themselves, tried on a call between two peer connections of one page. Needs no server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Studio, launchBrowser } from '../lib/browser.mjs';
import { hearsNothingFromRoom, hearsRoom, seesMovingPicture, seesNoPicture } from '../lib/perception.mjs';
import { startSite } from '../lib/site.mjs';

let browser;
let site;

before(async () => {
  [browser, site] = await Promise.all([launchBrowser(), startSite()]);
});

after(async () => {
  await browser?.stop();
  await site?.stop();
});

test('fake devices are seen and heard, and muting them is noticed', async () => {
  const { page } = await browser.open(`${site.url}/pages/loopback.html`);
  const remote = page.locator('#remote');
  await seesMovingPicture(remote);
  await hearsRoom(page);
  await page.evaluate(() => window.mute('audio'));
  await hearsNothingFromRoom(page);
  await page.evaluate(() => window.mute('video'));
  await seesNoPicture(remote);
});

test('the studio camera is told apart by colour, tone and clock', async () => {
  const { page } = await browser.open(`${site.url}/pages/loopback.html`, { studio: Studio.BLUE });
  const remote = page.locator('#remote');
  await seesMovingPicture(remote, { colour: 'blue' });
  await assert.rejects(seesMovingPicture(remote, { colour: 'red', timeoutMs: 1 }));
  await hearsRoom(page, { hertz: Studio.BLUE.hertz });
  await assert.rejects(hearsRoom(page, { hertz: Studio.RED.hertz, timeoutMs: 1 }));
  const ages = await remote.evaluate(async video => {
    const read = [];
    while (read.length < 20) {
      await new Promise(resolve => video.requestVideoFrameCallback(resolve));
      read.push(window.blockClock.age(video));
    }
    return read;
  });
  const intact = ages.filter(age => age !== null);
  assert.ok(intact.length >= 15, `the clock is readable: ${ages}`);
  assert.ok(
    intact.every(age => age < 1000),
    `frames of a local call are young: ${ages}`,
  );
});

test('an element without a picture is not taken for one', async () => {
  const { page } = await browser.open(`${site.url}/pages/loopback.html`);
  await assert.rejects(seesMovingPicture(page.locator('#still'), { timeoutMs: 1 }));
});
