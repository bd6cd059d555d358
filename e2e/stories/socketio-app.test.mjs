// The app in docs/socketio.md, as it stands there.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Studio } from '../lib/browser.mjs';
import { seesMovingPicture } from '../lib/perception.mjs';
import { story } from '../lib/stage.mjs';
import { appToken } from '../lib/tokens.mjs';
import { BROADCASTER, TutorialPage } from '../lib/tutorial.mjs';
import { eventually } from '../lib/wait.mjs';

const SMALL = { width: 480, height: 270, fps: 15 };
const RED = { ...Studio.RED, ...SMALL };
const BLUE = { ...Studio.BLUE, ...SMALL };
const GREEN = { colour: 'rgb(20, 190, 40)', hertz: 660, ...SMALL };

const docs = readFileSync(new URL('../../docs/socketio.md', import.meta.url), 'utf8');
const app = /^```js\n(.*?)^```$/ms.exec(docs)[1];
const client = createRequire(import.meta.url).resolve('socket.io-client/dist/socket.io.js');

/** A page of another origin with nothing on it but the app. */
async function openApp({ browser, server, site, room }, label, studio) {
  const opened = await browser.open(`${site.url}/pages/blank.html`, { label, studio });
  const token = appToken(server, { roomId: room.id, role: BROADCASTER });
  await opened.page.addScriptTag({ path: client });
  await opened.page.evaluate(
    `(async () => {
      const [server, room, token] = ${JSON.stringify([server.url, room.id, token])};
      ${app.replace("'Ada'", JSON.stringify(label))}
    })()`,
  );
  return opened;
}

/** Some video on the page shows a moving picture of that colour. */
const shows = (page, colour) =>
  eventually(
    async () => {
      const videos = await page.locator('video').all();
      await Promise.any(videos.map(video => seesMovingPicture(video, { timeoutMs: 1500, colour })));
    },
    { timeoutMs: 20_000, what: `a ${colour} picture` },
  );

story('the app in the docs', {}, async (stage, step) => {
  let ada;
  let bo;
  let cy;

  await step('two of them, and somebody with the SDK, see each other', async () => {
    ada = await TutorialPage.join(stage, { name: 'Ada', role: BROADCASTER, edition: 'current', studio: RED });
    bo = await openApp(stage, 'Bo', GREEN);
    cy = await openApp(stage, 'Cy', BLUE);
    await Promise.all([
      shows(bo.page, 'red'),
      shows(bo.page, 'blue'),
      shows(cy.page, 'red'),
      shows(cy.page, 'green'),
      seesMovingPicture(ada.tileVideo('Bo'), { colour: 'green' }),
      seesMovingPicture(ada.tileVideo('Cy'), { colour: 'blue' }),
    ]);
  });

  await step('who leaves is gone', async () => {
    await cy.close();
    await ada.leave();
    await eventually(async () => assert.equal(await bo.page.locator('video').count(), 0));
    assert.deepEqual(bo.journal.errors.filter(text => text.startsWith('uncaught:')), []);
  });
});
