// Records what this machine's Chromium makes with MediaRecorder from its fake camera and microphone: the resources of the
// demuxers' tests. Every file is the concatenation of the recorder's chunks; beside it stand their lengths, a line each.
//   node tools/record-media.mjs <folder>
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '../lib/browser.mjs';
import { startSite } from '../lib/site.mjs';

const RECORDINGS = [
  { name: 'chromium-vp8-opus.webm', mimeType: 'video/webm;codecs=vp8,opus' },
  { name: 'chromium-h264-opus.webm', mimeType: 'video/webm;codecs=avc1.42E01E,opus' },
  { name: 'chromium-vp9-opus.webm', mimeType: 'video/webm;codecs=vp9,opus' },
  { name: 'chromium-opus.webm', mimeType: 'audio/webm;codecs=opus' },
  { name: 'chromium-h264-opus.mp4', mimeType: 'video/mp4;codecs=avc1.42E01E,opus' },
  { name: 'chromium-avc3-opus.mp4', mimeType: 'video/mp4;codecs=avc3.42E01E,opus' },
];

/** Runs inside the page. */
async function record({ mimeType }) {
  if (!MediaRecorder.isTypeSupported(mimeType)) {
    return null;
  }
  const video = mimeType.startsWith('video') ? { width: 320, height: 240, frameRate: 15 } : false;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
  const recorder = new MediaRecorder(stream, {
    mimeType,
    videoBitsPerSecond: 100_000,
    audioBitsPerSecond: 16_000,
    videoKeyFrameIntervalDuration: 1000,
  });
  const chunks = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  const stopped = new Promise(resolve => (recorder.onstop = resolve));
  recorder.start(200);
  await new Promise(resolve => setTimeout(resolve, 2300));
  recorder.stop();
  await stopped;
  stream.getTracks().forEach(track => track.stop());
  return {
    mimeType: recorder.mimeType,
    chunks: await Promise.all(chunks.map(async chunk => Array.from(new Uint8Array(await chunk.arrayBuffer())))),
  };
}

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const [browser, site] = [await launchBrowser(), await startSite()];
try {
  const { page } = await browser.open(`${site.url}/pages/loopback.html`);
  for (const recording of RECORDINGS) {
    const made = await page.evaluate(record, recording);
    if (made === null) {
      console.log(`${recording.name}: not supported here`);
      continue;
    }
    const chunks = made.chunks.filter(chunk => chunk.length > 0);
    writeFileSync(path.join(folder, recording.name), Buffer.from(chunks.flat()));
    writeFileSync(path.join(folder, `${recording.name}.chunks`), chunks.map(chunk => `${chunk.length}\n`).join(''));
    console.log(`${recording.name}: ${made.mimeType}, ${chunks.length} chunks`);
  }
} finally {
  await browser.stop();
  await site.stop();
}
