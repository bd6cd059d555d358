// The server is told to stop while a room is live and recorded: viewers get the end, the file is whole.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { launchBrowser } from '../lib/browser.mjs';
import { ffprobe } from '../lib/ffprobe.mjs';
import { fetchPlaylist, parseMedia, parseMultivariant } from '../lib/playlist.mjs';
import { Probe } from '../lib/probe.mjs';
import { api, createRoom } from '../lib/rooms.mjs';
import { startOwnServer } from '../lib/server.mjs';
import { startSite } from '../lib/site.mjs';
import { eventually } from '../lib/wait.mjs';

test('a server that is told to stop ends what runs whole', { timeout: 180_000 }, async t => {
  const server = await startOwnServer();
  const stage = { server, site: await startSite(), room: await createRoom(server), browser: await launchBrowser() };
  t.after(async () => {
    await stage.browser.stop();
    await stage.site.stop();
    await server.stop();
  });
  const { id } = stage.room;
  await Probe.join(stage, 'Ada', 'broadcaster');
  const live = await eventually(
    async () => {
      const answer = await api(server, 'POST', `/live-streams/room/${id}/start`);
      assert.ok([200, 409].includes(answer.status), answer.text);
      const { json } = await api(server, 'GET', `/live-streams?room_id=${id}`);
      assert.equal(json.data[0].status, 'running');
      return json.data[0];
    },
    { timeoutMs: 30_000, what: 'the live stream' },
  );
  assert.equal((await api(server, 'POST', `/recordings/room/${id}/start`)).status, 200);
  await eventually(
    async () => {
      const { json } = await api(server, 'GET', `/recordings?room_id=${id}`);
      assert.equal(json.data[0].status, 'running');
    },
    { timeoutMs: 30_000, what: 'the recording' },
  );
  const { playlist: master } = await fetchPlaylist(live.playback.url, parseMultivariant);
  const mediaUrl = master.variants[0].url;
  const published = async () => {
    const { playlist } = await fetchPlaylist(mediaUrl, parseMedia);
    return playlist.mediaSequence + playlist.segments.length;
  };
  // So that there is something in the recording.
  const before = await published();
  await eventually(async () => assert.ok((await published()) >= before + 2), {
    timeoutMs: 30_000,
    what: 'two more segments',
  });

  const stopped = server.stop(async () => {
    const folder = path.join(server.dataDir, 'recordings');
    const files = readdirSync(folder);
    const video = files.filter(file => file.endsWith('.mp4'));
    assert.equal(video.length, 1, files.join());
    assert.ok(!video[0].includes('growing'), 'it has its name');
    const info = JSON.parse(readFileSync(path.join(folder, video[0].replace('.mp4', '.json')), 'utf8'));
    assert.equal(info.state, 'COMPLETED');
    assert.equal(info.failure, null);
    const { output } = await ffprobe('-show_entries', 'format=duration', '-of', 'json', path.join(folder, video[0]));
    assert.ok(Number(JSON.parse(output).format.duration) > 1, output);
  });
  const last = await eventually(
    async () => {
      const { playlist } = await fetchPlaylist(mediaUrl, parseMedia);
      assert.ok(playlist.ended, 'EXT-X-ENDLIST');
      return playlist.segments.at(-1);
    },
    { timeoutMs: 30_000, everyMs: 50, what: 'the end of the playlist' },
  );
  assert.equal((await fetch(`${server.url}/readyz`)).status, 503);
  const segment = await fetch(last.url);
  assert.equal(segment.status, 200, 'the last segment');
  assert.ok((await segment.arrayBuffer()).byteLength > 0);
  await stopped;
});
