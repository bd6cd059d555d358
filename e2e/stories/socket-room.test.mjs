// The page whose media goes over Socket.IO: rooms made on the spot, and a platform room that goes live from it.
import assert from 'node:assert/strict';
import { assertAccessibleInBoth } from '../lib/accessibility.mjs';
import { Studio } from '../lib/browser.mjs';
import { ffprobe } from '../lib/ffprobe.mjs';
import { hears, hearsRoom, seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { story } from '../lib/stage.mjs';
import { appToken } from '../lib/tokens.mjs';
import { BROADCASTER, TutorialPage, VIEWER } from '../lib/tutorial.mjs';
import { eventually } from '../lib/wait.mjs';

/** A recorder cannot make its picture smaller when the machine is busy, as WebRTC does: it is small from the start. */
const SMALL = { width: 480, height: 270, fps: 15 };
const RED = { ...Studio.RED, ...SMALL };
const BLUE = { ...Studio.BLUE, ...SMALL };
const GREEN = { colour: 'rgb(20, 190, 40)', hertz: 660, ...SMALL };
const PHONE = { width: 360, height: 740 };

class SocketPage {
  constructor(name, { page, journal, close }) {
    Object.assign(this, { name, page, journal, close });
  }

  static async open(stage, name, { at = '/socket', ...options } = {}) {
    const url = new URL(at, stage.server.url).href;
    return new SocketPage(name, await stage.browser.open(url, { label: name, locale: 'en-US', ...options }));
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  async enter(how) {
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(this.name);
    await this.button(how).click();
    await this.button('Leave').waitFor({ timeout: 15_000 });
  }

  tileVideo(name) {
    return this.page.getByRole('list', { name: 'Stage' }).getByRole('listitem', { name }).locator('video');
  }

  /** The middle one of the ages of thirty pictures, in milliseconds. */
  async ageOfPicture(name) {
    const ages = await this.tileVideo(name).evaluate(async element => {
      const read = [];
      while (read.length < 30) {
        await new Promise(resolve => element.requestVideoFrameCallback(resolve));
        read.push(window.blockClock.age(element));
      }
      return read.filter(age => age !== null).sort((a, b) => a - b);
    });
    assert.ok(ages.length > 10, 'the clock in the picture is readable');
    return ages[ages.length >> 1];
  }

  async open(panel) {
    const toggle = this.page.getByRole('button', { name: new RegExp(`^Show ${panel}`) });
    if ((await toggle.getAttribute('aria-pressed')) === 'false') {
      await toggle.click();
    }
  }

  async say(text) {
    await this.open('chat');
    const input = this.page.getByRole('textbox', { name: 'Message' });
    await input.fill(text);
    await input.press('Enter');
  }

  async reads(text) {
    await this.open('chat');
    await this.page.getByText(text).first().waitFor({ timeout: 5000 });
  }

  async seesPeople(names) {
    await this.open('people');
    const list = this.page.getByRole('list', { name: 'People' }).getByRole('listitem');
    await eventually(
      async () => {
        const texts = await list.locator('bdi').allTextContents();
        assert.deepEqual(texts.sort(), [...names].sort());
      },
      { what: `people on the page of ${this.name}` },
    );
  }

  async fitsScreen() {
    const [needed, available] = await this.page.evaluate(() => [
      document.documentElement.scrollWidth,
      window.innerWidth,
    ]);
    assert.ok(needed <= available, `${needed} px of content on a screen of ${available} px`);
  }

  assertWellBehaved() {
    assert.deepEqual(this.journal.foreignRequests, [], `foreign requests of ${this.name}`);
    assert.deepEqual(this.journal.cspViolations, [], `CSP violations of ${this.name}`);
    assert.deepEqual(this.journal.errors, [], `errors on the page of ${this.name}`);
  }
}

story('a room over Socket.IO', {}, async (stage, step) => {
  let ada;
  let bob;
  let cyd;
  let link;

  await step('Ada finds the page from home and creates a room', async () => {
    ada = await SocketPage.open(stage, 'Ada', { at: '/', studio: RED });
    await ada.page.getByRole('link', { name: /firewall/ }).click();
    await assertAccessibleInBoth(ada.page, 'the door of a room over Socket.IO');
    await ada.enter('Create a room');
    await seesMovingPicture(ada.tileVideo('Ada (you)'), { colour: 'red' });
    link = ada.page.url();
    assert.match(link, /\/socket\?room=.+/);
    await ada.page.getByText(link).first().waitFor();
  });

  await step('Bob joins by the link: both see and hear each other', async () => {
    bob = await SocketPage.open(stage, 'Bob', { at: link, studio: BLUE });
    await bob.enter('Join this room');
    await Promise.all([
      seesMovingPicture(ada.tileVideo('Bob'), { colour: 'blue' }),
      hears(ada.tileVideo('Bob'), { hertz: BLUE.hertz }),
      seesMovingPicture(bob.tileVideo('Ada'), { colour: 'red' }),
      hears(bob.tileVideo('Ada'), { hertz: RED.hertz }),
    ]);
  });

  await step('what they see is not long ago', async () => {
    const age = await bob.ageOfPicture('Ada');
    console.log(`    picture over Socket.IO: ${age} ms old`);
    assert.ok(age < 2500, `${age} ms`);
  });

  await step('Cyd comes late, on a phone, and sees both', async () => {
    await new Promise(resolve => setTimeout(resolve, 8000));
    cyd = await SocketPage.open(stage, 'Cyd', { at: link, viewport: PHONE, hasTouch: true, isMobile: true });
    await cyd.fitsScreen();
    await cyd.enter('Join this room');
    await Promise.all([
      seesStreamPlaying(cyd.tileVideo('Ada'), { colour: 'red' }),
      seesStreamPlaying(cyd.tileVideo('Bob'), { colour: 'blue' }),
      hears(cyd.tileVideo('Ada'), { hertz: RED.hertz }),
      seesMovingPicture(ada.tileVideo('Cyd')),
    ]);
    await cyd.fitsScreen();
  });

  await step('they chat, and see who is there', async () => {
    await ada.say('Good evening');
    await Promise.all([bob.reads('Good evening'), cyd.reads('Good evening')]);
    await bob.seesPeople(['Ada', 'Bob (you)', 'Cyd']);
    await assertAccessibleInBoth(bob.page, 'a room over Socket.IO');
  });

  await step('muting shows, and the sound comes back', async () => {
    await ada.button('Turn off microphone').click();
    await bob.page.getByRole('listitem', { name: 'Ada, Microphone off' }).waitFor({ timeout: 5000 });
    await ada.button('Turn on microphone').click();
    await hears(bob.tileVideo('Ada'), { hertz: RED.hertz });
  });

  await step('Bob leaves, and is gone for the others', async () => {
    await bob.button('Leave').click();
    await bob.button('Join this room').waitFor({ timeout: 5000 });
    await ada.seesPeople(['Ada (you)', 'Cyd']);
    await eventually(async () => assert.equal(await ada.tileVideo('Bob').count(), 0));
  });

  await step('closing the window is leaving, too', async () => {
    await cyd.close();
    await ada.seesPeople(['Ada (you)']);
    [ada, bob].forEach(person => person.assertWellBehaved());
  });

  await step('a wrong id is explained, and another way offered', async () => {
    const dan = await SocketPage.open(stage, 'Dan', { at: '/socket?room=nobody-knows-it' });
    await dan.page.getByRole('textbox', { name: 'Your name' }).fill('Dan');
    await dan.button('Join this room').click();
    await dan.page.getByText('There is no room with this id.').waitFor({ timeout: 5000 });
    await dan.button('Create a room').waitFor();
    dan.assertWellBehaved();
  });

  await step('the page speaks Simplified Chinese to who prefers it', async () => {
    const { page, close } = await stage.browser.open(`${stage.server.url}/socket`, { label: 'Mei', locale: 'zh-CN' });
    await page.getByRole('button', { name: '创建房间', exact: true }).waitFor({ timeout: 5000 });
    await close();
  });
});

story('a broadcaster behind a firewall goes live', {}, async (stage, step) => {
  let ada;
  let bob;
  let url;

  await step('Ada enters a platform room over Socket.IO; Bob, with the SDK, sees and hears her', async () => {
    bob = await TutorialPage.join(stage, { name: 'Bob', role: BROADCASTER, edition: 'current' });
    ada = await SocketPage.open(stage, 'Ada', { at: `/socket?room=${stage.room.id}`, studio: BLUE });
    await ada.enter('Join this room');
    await bob.seesParticipants([
      { name: 'Ada', role: BROADCASTER },
      { name: 'Bob', role: BROADCASTER },
    ]);
    await seesMovingPicture(bob.tileVideo('Ada'), { colour: 'blue' });
    await hearsRoom(bob.page, { hertz: BLUE.hertz });
  });

  await step('they chat across both ways', async () => {
    await ada.say('Hello from behind the wall');
    await bob.hasMessage('Ada', 'Hello from behind the wall');
    await bob.say('Hello back');
    await ada.reads('Hello back');
  });

  await step('a viewer sees her picture and hears her in the live stream', async () => {
    // Whoever was on stage first is the one who is shown.
    await bob.leave();
    const cyd = await TutorialPage.join(stage, { name: 'Cyd', role: BROADCASTER, edition: 'current' });
    const vera = await TutorialPage.join(stage, { name: 'Vera', role: VIEWER, edition: 'current' });
    await seesMovingPicture(cyd.tileVideo('Ada'), { colour: 'blue' });
    await cyd.goLive();
    url = await vera.streamUrl();
    const video = vera.streamVideo();
    await Promise.all([
      seesStreamPlaying(video, { colour: 'blue' }),
      hears(video, { hertz: BLUE.hertz }),
    ]);
  });

  await step('ffprobe reads the stream without a complaint', async () => {
    const { output, complaints } = await ffprobe(
      '-show_entries', 'stream=codec_name,width,height', '-of', 'json', '-read_intervals', '%+3', url,
    );
    const codecs = JSON.parse(output).streams.map(stream => stream.codec_name);
    assert.ok(codecs.includes('h264') && codecs.includes('aac'), output);
    assert.equal(complaints, '');
  });
});

story('the stage for who has only Socket.IO', {}, async (stage, step) => {
  const at = `/socket?room=${stage.room.id}`;
  let ada;
  let bea;
  let cyd;
  let dan;

  await step('Ada is on stage with the SDK; Bea, over Socket.IO, sees and hears her', async () => {
    ada = await TutorialPage.join(stage, { name: 'Ada', role: BROADCASTER, edition: 'current', studio: RED });
    const token = appToken(stage.server, { roomId: stage.room.id, role: BROADCASTER });
    bea = await SocketPage.open(stage, 'Bea', { at: `/socket#token=${token}`, studio: BLUE });
    await bea.enter('Join this room');
    await Promise.all([
      seesMovingPicture(bea.tileVideo('Ada'), { colour: 'red' }),
      hears(bea.tileVideo('Ada'), { hertz: RED.hertz }),
      seesMovingPicture(ada.tileVideo('Bea'), { colour: 'blue' }),
    ]);
  });

  await step('what Bea sees is not long ago', async () => {
    const age = await bea.ageOfPicture('Ada');
    console.log(`    picture from WebRTC over Socket.IO: ${age} ms old`);
    assert.ok(age < 2500, `${age} ms`);
  });

  await step('Cyd comes late, on a phone, and sees her, too', async () => {
    cyd = await SocketPage.open(stage, 'Cyd', { at, viewport: PHONE, hasTouch: true, isMobile: true, studio: BLUE });
    await cyd.enter('Join this room');
    await Promise.all([
      seesStreamPlaying(cyd.tileVideo('Ada'), { colour: 'red' }),
      hears(cyd.tileVideo('Ada'), { hertz: RED.hertz }),
    ]);
    await cyd.button('Leave').click();
  });

  await step('a muted microphone is marked on both sides', async () => {
    await ada.toggleMicrophone();
    await bea.page.getByRole('listitem', { name: 'Ada, Microphone off' }).waitFor({ timeout: 5000 });
    await ada.toggleMicrophone();
    await bea.page.getByRole('listitem', { name: 'Ada', exact: true }).waitFor({ timeout: 5000 });
    await hears(bea.tileVideo('Ada'), { hertz: RED.hertz });

    await bea.button('Turn off microphone').click();
    await ada.tileSays('Bea', 'microphone off');
    await bea.button('Turn on microphone').click();
    await ada.tileSays('Bea', 'microphone on');
  });

  await step('her camera goes off and on, and her sound goes on all the time', async () => {
    const tile = bea.page.locator('[data-testid=tile]', { hasText: 'Ada' });
    await ada.toggleCamera();
    await eventually(async () => assert.equal(await tile.getAttribute('data-video'), 'false'));
    // Longer than her stream waits for a picture.
    await new Promise(resolve => setTimeout(resolve, 4000));
    await hears(bea.page.locator('#green-room video').first(), { hertz: RED.hertz });
    await ada.toggleCamera();
    await seesMovingPicture(bea.tileVideo('Ada'), { colour: 'red' });
    await hears(bea.tileVideo('Ada'), { hertz: RED.hertz });
  });

  await step('Dan sends VP8: that plays as well', async () => {
    dan = await TutorialPage.join(stage, {
      name: 'Dan',
      role: BROADCASTER,
      edition: 'legacy',
      studio: { ...GREEN, codec: 'VP8' },
    });
    await Promise.all([
      seesMovingPicture(bea.tileVideo('Dan'), { colour: 'green' }),
      hears(bea.tileVideo('Dan'), { hertz: GREEN.hertz }),
    ]);
  });

  await step('who leaves is gone', async () => {
    await dan.leave();
    await eventually(async () => assert.equal(await bea.tileVideo('Dan').count(), 0));
    [ada, bea, dan].forEach(person => person.assertWellBehaved());
  });
});
