// Programs that push: a page of another origin by WHIP, FFmpeg by RTMP. A broadcaster of the SDK meets them.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { Studio } from '../lib/browser.mjs';
import { hearsRoom, seesMovingPicture, seesStreamPlaying } from '../lib/perception.mjs';
import { api } from '../lib/rooms.mjs';
import { story } from '../lib/stage.mjs';
import { BROADCASTER, TutorialPage, tutorialUrl, VIEWER } from '../lib/tutorial.mjs';
import { eventually } from '../lib/wait.mjs';

const HAS_FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0;

async function join(stage, name, role) {
  const opened = await stage.browser.open(tutorialUrl({ ...stage, edition: 'current' }), {
    label: name,
    studio: Studio.RED,
  });
  const person = new TutorialPage(name, role, opened);
  await person.submitJoinForm();
  await person.isInRoom();
  return person;
}

/** Runs inside a page: publishes its camera as any WHIP client does, with what the microphone says. */
async function whip({ url, key }) {
  const connection = new RTCPeerConnection();
  const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  for (const track of media.getTracks()) {
    connection.addTransceiver(track, { direction: 'sendonly', streams: [media] });
  }
  await connection.setLocalDescription();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${key}` },
    body: connection.localDescription.sdp,
  });
  const sdp = await answer.text();
  if (answer.status === 201) {
    await connection.setRemoteDescription({ type: 'answer', sdp });
  }
  window.whipSession = new URL(answer.headers.get('Location') ?? '', url).href;
  return { status: answer.status, etag: answer.headers.get('ETag'), text: sdp };
}

const peers = async stage => {
  const { json } = await api(stage.server, 'GET', `/active-rooms/${stage.room.id}/peers`);
  return Object.values(json?.peers ?? {}).map(({ name }) => name);
};

story('programs that push', {}, async (stage, step) => {
  const { json: made } = await api(stage.server, 'POST', `/stream-keys/room/${stage.room.id}`);
  let bob;

  await step('a page of another origin pushes by WHIP: it is seen and heard, and live', async () => {
    bob = await join(stage, 'Bob', BROADCASTER);
    const { page } = await stage.browser.open(`${stage.site.url}/pages/blank.html`, { label: 'Ada', studio: Studio.BLUE });
    const answer = await page.evaluate(whip, { url: `${made.whip_url}?name=Ada`, key: made.key });
    assert.equal(answer.status, 201, answer.text);
    assert.match(answer.etag, /^".+"$/);
    await seesMovingPicture(bob.tileVideo('Ada'), { colour: 'blue' });
    await hearsRoom(bob.page, { hertz: Studio.BLUE.hertz });
    const vera = await join(stage, 'Vera', VIEWER);
    await seesStreamPlaying(vera.streamVideo());
    assert.equal(await page.evaluate(() => fetch(window.whipSession, { method: 'DELETE' }).then(r => r.status)), 200);
    await eventually(async () => assert.ok(!(await peers(stage)).includes('Ada')), { what: 'Ada is gone' });
  });

  await step('FFmpeg pushes by RTMP, with the settings that encoders have', async () => {
    if (!HAS_FFMPEG) {
      console.log('skipped: the program ffmpeg is not here');
      return;
    }
    const encoder = spawn('ffmpeg', [
      ...['-loglevel', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25'],
      ...['-f', 'lavfi', '-i', 'sine=f=1500:r=44100', '-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-g', '25'],
      ...['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-f', 'flv', `${made.url}/${made.key}?name=Film`],
    ]);
    stage.defer(() => encoder.kill('SIGKILL'));
    await seesMovingPicture(bob.tileVideo('Film'), { timeoutMs: 20_000 });
    await hearsRoom(bob.page, { hertz: 1500 });
    encoder.kill('SIGTERM');
    await eventually(async () => assert.ok(!(await peers(stage)).includes('Film')), { what: 'Film is gone' });
  });
});
