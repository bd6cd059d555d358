// What broadcasters do with a room and with each other.
import assert from 'node:assert/strict';
import { assertAccessible, assertAccessibleInBoth } from '../lib/accessibility.mjs';
import { AppPage, PHONE } from '../lib/app.mjs';
import { Studio } from '../lib/browser.mjs';
import { seesMovingPicture } from '../lib/perception.mjs';
import { api } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { eventually } from '../lib/wait.mjs';

const door = ({ room }, role) => `/join?room=${room.id}&role=${role}`;

story('a studio and its people', {}, async (stage, step) => {
  let ada;
  let bob;
  let vera;

  await step('two meet on stage, and who speaks has a ring', async () => {
    ada = await AppPage.open(stage, 'Ada', { at: door(stage, 'broadcaster') });
    bob = await AppPage.open(stage, 'Bob', { at: door(stage, 'broadcaster'), studio: Studio.BLUE });
    await ada.join();
    await bob.join();
    await seesMovingPicture(ada.tileVideo('Bob'), { colour: 'blue' });
    await ada.page.locator('[data-testid="tile"][data-speaking="true"]', { hasText: 'Bob' }).waitFor({ timeout: 8000 });
    await assertAccessibleInBoth(ada.page, 'the studio');
  });

  await step('one is kept large', async () => {
    const layout = ada.page.locator('[data-layout]');
    await ada.tile('Bob').hover();
    await ada.button('Keep Bob large').click();
    assert.equal(await layout.getAttribute('data-layout'), 'spotlight');
    const [large, small] = await Promise.all([ada.tile('Bob').boundingBox(), ada.tile(/Ada/).boundingBox()]);
    assert.ok(large.width > 2 * small.width, `${large.width} and ${small.width} px`);
    await seesMovingPicture(ada.tileVideo('Bob'), { colour: 'blue' });
    await ada.button('No longer keep Bob large').click();
    assert.equal(await layout.getAttribute('data-layout'), 'grid');
  });

  await step('a shared screen is large for the others', async () => {
    await bob.button('Share screen').click();
    await seesMovingPicture(ada.tileVideo(/Screen of Bob/));
    assert.equal(await ada.page.locator('[data-layout]').getAttribute('data-layout'), 'spotlight');
    await bob.button('Stop sharing').click();
    await ada.tile(/Screen of Bob/).waitFor({ state: 'detached' });
  });

  await step('keys do what buttons do, but not while one writes', async () => {
    await ada.page.getByRole('toolbar').click({ position: { x: 2, y: 2 } });
    await ada.page.keyboard.press('v');
    await ada.button('Turn on camera').waitFor();
    await ada.page.keyboard.press('v');
    await ada.button('Turn off camera').waitFor();
    await ada.say('mmm vvv');
    await ada.button('Turn off camera').waitFor();
    await ada.page.getByRole('toolbar').click({ position: { x: 2, y: 2 } });
    await ada.page.keyboard.press('?');
    const sheet = ada.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.waitFor();
    await assertAccessibleInBoth(ada.page, 'the list of keys');
    await ada.page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  await step('a host turns off a microphone and asks to have it on again', async () => {
    await ada.doTo('Bob', 'Turn off microphone');
    await bob.page.getByTestId('word').waitFor();
    await bob.button('Turn on microphone').waitFor();
    await ada.doTo('Bob', 'Ask to turn on microphone');
    const question = bob.page.locator('[data-question="unmute"]');
    await question.getByRole('button', { name: 'Turn on microphone' }).click();
    await bob.button('Turn off microphone').waitFor();
  });

  await step('somebody in the audience raises a hand, is invited, and comes on stage', async () => {
    vera = await AppPage.open(stage, 'Vera', { at: door(stage, 'hls-viewer'), studio: Studio.RED });
    await vera.join();
    await vera.button('Ask to come on stage').click();
    await ada.page.getByText('Vera raised a hand.').waitFor();
    await ada.doTo('Vera', 'Invite to be: Broadcaster');
    await vera.page.locator('[data-question="role"]').getByRole('button', { name: 'Accept' }).click();
    await vera.button('Go Live').waitFor({ timeout: 10_000 });
    // Her hand is down again, and her camera is hers to turn on.
    await ada.page.getByRole('img', { name: 'Hand raised' }).first().waitFor({ state: 'detached' });
    await vera.button('Turn on camera').click();
    await seesMovingPicture(ada.tileVideo('Vera'), { colour: 'red' });
  });

  await step('a poll is put to the room, answered and counted', async () => {
    await ada.open('people');
    await ada.page.getByRole('tab', { name: 'Polls' }).click();
    await ada.page.getByLabel('Question').fill('Tea or coffee?');
    await ada.page.getByLabel('Answers, one in a line').fill('Tea\nCoffee');
    await ada.button('Start the poll').click();
    await bob.page.getByText('New poll: Tea or coffee?').waitFor();
    await bob.open('people');
    await bob.page.getByRole('tab', { name: 'Polls' }).click();
    await bob.button('Coffee').click();
    await bob.page.getByTestId('poll').getByText('Coffee (your answer)').waitFor();
    await ada.button('Tea').click();
    await ada.page.getByTestId('poll').getByText('50 %').nth(1).waitFor();
    await assertAccessibleInBoth(ada.page, 'the polls');
    await ada.button('End the poll').click();
    await bob.page.getByTestId('poll').getByText('Over').waitFor();
    await ada.open('people');
  });

  await step('a recording starts and stops', async () => {
    await ada.chooseMore('Record');
    await bob.page.getByTestId('recording-badge').waitFor({ timeout: 10_000 });
    await ada.chooseMore('Stop recording');
    await bob.page.getByTestId('recording-badge').waitFor({ state: 'detached', timeout: 10_000 });
    const { json } = await api(stage.server, 'GET', `/recordings?room_id=${stage.room.id}`);
    assert.equal(json.data.length, 1);
  });

  await step('an address that is none is not pushed to', async () => {
    await ada.chooseMore('Stream to other services');
    await ada.page.getByLabel('RTMP addresses').fill('https://example.org');
    await ada.button('Start').click();
    await ada.page.getByText(/Each line has to look like/).waitFor();
    await ada.page.keyboard.press('Escape');
  });

  await step('on a phone everything is in reach', async () => {
    await ada.page.setViewportSize(PHONE);
    await ada.fitsScreen();
    await ada.button('More').click();
    await ada.page.getByRole('menuitem', { name: 'Show people' }).waitFor();
    await assertAccessible(ada.page, 'the studio’s menu on a phone');
    await ada.page.keyboard.press('Escape');
    await ada.page.setViewportSize({ width: 1000, height: 700 });
  });

  await step('one is removed, and the room is ended for all', async () => {
    await ada.doTo('Vera', 'Remove from the room');
    await vera.problem('removed').waitFor();
    await ada.chooseMore('End for everybody');
    await ada.page.getByRole('dialog').getByRole('button', { name: 'End for everybody' }).click();
    await bob.problem('room-ended').waitFor();
    await eventually(async () => assert.ok(await ada.button('Join').isVisible()));
    [ada, bob, vera].forEach(person => person.assertWellBehaved());
  });
});
