// The prebuilt room UI of npm, unchanged, against this server: from the lobby to the door.
import { seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { RoomkitPage } from '../lib/roomkit.mjs';
import { story } from '../lib/stage.mjs';

const HOST = 'broadcaster';
const VIEWER = 'hls-viewer';

story('the prebuilt room UI', {}, async (stage, step) => {
  let ada;
  let bob;
  let vera;

  await step('a host looks into the lobby and goes live by joining', async () => {
    ada = await RoomkitPage.open(stage, 'Ada', HOST);
    await seesMovingPicture(ada.previewPicture(), { timeoutMs: 30_000 });
    await ada.joinBy('Go Live');
  });

  await step('a second host and a viewer join; all meet', async () => {
    [bob, vera] = await Promise.all([RoomkitPage.open(stage, 'Bob', HOST), RoomkitPage.open(stage, 'Vera', VIEWER)]);
    await vera.joinBy('Join Now');
    await bob.joinBy('Join Now');
    await seesMovingPicture(ada.tilePicture('Bob'), { timeoutMs: 30_000 });
    await seesMovingPicture(bob.tilePicture('Ada'), { timeoutMs: 30_000 });
  });

  await step('the viewer watches the live stream', () => seesStreamPlaying(vera.streamPicture(), { timeoutMs: 30_000 }));

  await step('chat reaches stage and audience', async () => {
    await ada.say('hello all');
    await Promise.all([bob, vera].map(each => each.reads('hello all')));
    await vera.say('hello from the audience');
    await ada.reads('hello from the audience');
  });

  await step('a poll is made and voted on', async () => {
    await ada.createPoll('Lunch', 'What do we eat?', ['Soup', 'Bread']);
    await bob.vote('Soup');
    await ada.button('End poll').click();
    await ada.page.getByText('1 vote', { exact: true }).waitFor();
  });

  await step('the viewer is asked on stage, agrees, and is seen', async () => {
    await ada.choosesFor('Vera', VIEWER, 'Bring to Stage');
    await vera.button('Accept').click();
    await seesMovingPicture(bob.tilePicture('Vera'), { timeoutMs: 30_000 });
  });

  await step('all leave, and no page asked a stranger for anything', async () => {
    for (const each of [vera, bob, ada]) {
      await each.leave();
      each.assertAskedNoStranger();
    }
  });
});
