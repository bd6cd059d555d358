// The whole story of going live, told with the tutorial's own app and both SDK versions, from another origin.
import assert from 'node:assert/strict';
import { Studio } from '../lib/browser.mjs';
import {
  hears,
  hearsNothingFromRoom,
  hearsRoom,
  seesMovingPicture,
  seesNoPicture,
  seesStreamPlaying,
} from '../lib/perception.mjs';
import { fetchPlaylist, parseMedia, parseMultivariant } from '../lib/playlist.mjs';
import { story } from '../lib/stage.mjs';
import { BROADCASTER, TutorialPage, VIEWER } from '../lib/tutorial.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

/** Every media playlist says that it ended; after a minute they are gone. */
async function assertOver(url) {
  const response = await fetch(url);
  if (response.status === 404) {
    return;
  }
  const { variants } = parseMultivariant(await response.text(), url);
  for (const variant of variants) {
    const { playlist } = await fetchPlaylist(variant.url, parseMedia);
    assert.ok(playlist.ended, 'EXT-X-ENDLIST');
  }
}

for (const edition of ['current', 'legacy']) {
  story(`going live with the tutorial's app, ${edition} SDK`, {}, async (stage, step) => {
    const join = (name, role, options) => TutorialPage.join(stage, { name, role, edition, ...options });
    let ada;
    let bob;
    let vera;
    let walt;
    let url;

    await step('a broadcaster joins and sees herself', async () => {
      ada = await join('Ada', BROADCASTER);
      await seesMovingPicture(ada.tileVideo('Ada'));
    });

    await step('a second broadcaster joins; each sees and hears the other', async () => {
      bob = await join('Bob', BROADCASTER, { studio: Studio.BLUE });
      await Promise.all([
        seesMovingPicture(ada.tileVideo('Bob'), { colour: 'blue' }),
        hearsRoom(ada.page, { hertz: Studio.BLUE.hertz }),
        seesMovingPicture(bob.tileVideo('Ada')),
        hearsRoom(bob.page),
      ]);
    });

    await step('muting and unmuting the microphone reaches the other', async () => {
      await bob.toggleMicrophone();
      await ada.tileSays('Bob', 'microphone off');
      await hearsNothingFromRoom(ada.page);
      await bob.toggleMicrophone();
      await ada.tileSays('Bob', 'microphone on');
      await hearsRoom(ada.page, { hertz: Studio.BLUE.hertz });
    });

    await step('switching the camera off and on reaches the other', async () => {
      await bob.toggleCamera();
      await ada.tileSays('Bob', 'camera off');
      await seesNoPicture(ada.tileVideo('Bob'));
      await bob.toggleCamera();
      await ada.tileSays('Bob', 'camera on');
      await seesMovingPicture(ada.tileVideo('Bob'), { colour: 'blue' });
    });

    await step('a viewer waits, with only the Leave button', async () => {
      vera = await join('Vera', VIEWER);
      assert.deepEqual(await vera.buttons(), ['Leave']);
      await vera.page.getByText('The stream has not started yet.').waitFor();
      assert.equal(await vera.page.getByRole('group').count(), 0, 'viewers see no tiles');
    });

    await step('Go Live: the viewer sees and hears the stream within seconds', async () => {
      await ada.goLive();
      await Promise.all([
        ada.button('Stop Streaming').waitFor({ timeout: 5000 }),
        bob.button('Stop Streaming').waitFor({ timeout: 5000 }),
        vera.streamVideo().waitFor({ timeout: 8000 }),
      ]);
      await Promise.all([seesStreamPlaying(vera.streamVideo()), hears(vera.streamVideo())]);
      url = await vera.streamUrl();
      assert.deepEqual(await vera.buttons(), ['Leave']);
    });

    await step('a viewer who comes late sees and hears it too', async () => {
      walt = await join('Walt', VIEWER);
      await Promise.all([seesStreamPlaying(walt.streamVideo()), hears(walt.streamVideo())]);
      assert.equal(await walt.streamUrl(), url);
    });

    await step('everyone sees the participants with their roles', async () => {
      const everyone = [ada, bob, vera, walt];
      await Promise.all(everyone.map(person => person.seesParticipants(everyone)));
    });

    await step('chat reaches everybody, a role, or one person', async () => {
      const counts = { all: 'good evening', viewers: 'for viewers', private: 'just for Bob' };
      await ada.say(counts.all);
      await Promise.all([ada, bob, vera, walt].map(person => person.hasMessage('Ada', counts.all)));
      await bob.say(counts.viewers, `All in role ${VIEWER}`);
      await Promise.all([bob, vera, walt].map(person => person.hasMessage('Bob', counts.viewers)));
      await vera.say(counts.private, 'Bob');
      await Promise.all([vera, bob].map(person => person.hasMessage('Vera', counts.private)));
      await walt.say('last one');
      await Promise.all([ada, bob, vera, walt].map(person => person.hasMessage('Walt', 'last one')));
      // Order is kept per connection, so what has not arrived before the last one never will.
      const all = `Ada: ${counts.all}`;
      const viewers = `Bob: ${counts.viewers}`;
      const direct = `Vera: ${counts.private}`;
      const last = 'Walt: last one';
      assert.deepEqual(await ada.messages(), [all, last]);
      assert.deepEqual(await bob.messages(), [all, viewers, direct, last]);
      assert.deepEqual(await vera.messages(), [all, viewers, direct, last]);
      assert.deepEqual(await walt.messages(), [all, viewers, last]);
    });

    await step('a viewer who leaves does not end the stream', async () => {
      // Leave also calls stopHLSStreaming, for viewers too: the server has to refuse it.
      await walt.leave();
      await Promise.all([ada, bob, vera].map(person => person.seesParticipants([ada, bob, vera])));
      await sleep(500);
      await seesStreamPlaying(vera.streamVideo());
    });

    await step('Stop Streaming ends it for everyone, Go Live starts it again', async () => {
      await bob.stopStreaming();
      await ada.button('Go Live').waitFor({ timeout: 5000 });
      await vera.page.getByText('The stream has not started yet.').waitFor({ timeout: 5000 });
      await bob.goLive();
      await vera.streamVideo().waitFor({ timeout: 8000 });
      await seesStreamPlaying(vera.streamVideo());
      url = await vera.streamUrl();
    });

    await step('the first broadcaster leaves while live, the next takes over on the same URL', async () => {
      // The old SDK's Leave button puts hls-stop on the wire; closing the window does not.
      await (edition === 'legacy' ? ada.close() : ada.leave());
      await Promise.all([bob, vera].map(person => person.seesParticipants([bob, vera], 15_000)));
      await seesStreamPlaying(vera.streamVideo(), { colour: 'blue', timeoutMs: 20_000 });
      await hears(vera.streamVideo(), { hertz: Studio.BLUE.hertz, timeoutMs: 20_000 });
      assert.equal(await vera.streamUrl(), url);
    });

    await step('live ends when the last broadcaster closes the window', async () => {
      await bob.close();
      await vera.seesParticipants([vera]);
      await vera.page.getByText('The stream has not started yet.').waitFor({ timeout: 20_000 });
      await eventually(async () => assertOver(url), { timeoutMs: 5000 });
    });

    await step('everyone leaves and may come back', async () => {
      await vera.leave();
      await vera.submitJoinForm();
      await vera.isInRoom();
      await vera.seesParticipants([vera]);
      [ada, bob, vera, walt].forEach(person => person.assertWellBehaved());
    });
  });
}
