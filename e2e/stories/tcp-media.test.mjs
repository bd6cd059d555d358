// A network that lets no UDP through: browsers reach the media port over TCP (RFC 6544).
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Studio } from '../lib/browser.mjs';
import { hearsRoom, seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { story } from '../lib/stage.mjs';
import { BROADCASTER, TutorialPage, tutorialUrl, VIEWER } from '../lib/tutorial.mjs';

const CONNECTIONS = fileURLToPath(new URL('../lib/page/connections.js', import.meta.url));

async function join(stage, name, role, { studio, udpBlocked = true } = {}) {
  const opened = await stage.browser.open('about:blank', { label: name, studio });
  await opened.page.addInitScript({ path: CONNECTIONS });
  await opened.page.addInitScript(blocked => (window.udpBlocked = blocked), udpBlocked);
  await opened.page.goto(tutorialUrl({ ...stage, edition: 'current' }));
  const person = new TutorialPage(name, role, opened);
  await person.submitJoinForm();
  await person.isInRoom();
  return person;
}

/** Protocols of the pairs that carry media. */
async function protocols(person) {
  const reports = await person.page.evaluate(() =>
    window.statistics('transport', 'candidate-pair', 'local-candidate'),
  );
  const byId = new Map(reports.map(report => [report.id, report]));
  return reports
    .filter(({ type, selectedCandidatePairId }) => type === 'transport' && selectedCandidatePairId)
    .map(({ selectedCandidatePairId }) => byId.get(byId.get(selectedCandidatePairId).localCandidateId).protocol);
}

story('media over TCP', {}, async (stage, step) => {
  let ada;
  let bob;

  await step('two broadcasters without UDP see and hear each other', async () => {
    ada = await join(stage, 'Ada', BROADCASTER, { studio: Studio.BLUE });
    bob = await join(stage, 'Bob', BROADCASTER, { studio: Studio.RED });
    await seesMovingPicture(bob.tileVideo('Ada'), { colour: 'blue' });
    await seesMovingPicture(ada.tileVideo('Bob'), { colour: 'red' });
    await hearsRoom(bob.page, { hertz: Studio.BLUE.hertz });
    for (const person of [ada, bob]) {
      assert.deepEqual([...new Set(await protocols(person))], ['tcp']);
    }
  });

  await step('they go live, and who has UDP uses it', async () => {
    const cid = await join(stage, 'Cid', BROADCASTER, { udpBlocked: false });
    await seesMovingPicture(cid.tileVideo('Ada'), { colour: 'blue' });
    assert.deepEqual([...new Set(await protocols(cid))], ['udp']);
    await cid.leave();
    await ada.goLive();
    const vera = await join(stage, 'Vera', VIEWER);
    await seesStreamPlaying(vera.streamVideo());
  });
});
