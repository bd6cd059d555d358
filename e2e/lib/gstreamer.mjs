// GStreamer's own look at a stream, where it is installed (Debian: gstreamer1.0-tools, gstreamer1.0-plugins-base,
// gstreamer1.0-plugins-base-apps, gstreamer1.0-plugins-good, gstreamer1.0-plugins-bad, gstreamer1.0-libav).
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether there is a GStreamer that reads HLS and H.264. */
export async function hasGStreamer() {
  try {
    for (const element of ['hlsdemux', 'avdec_h264']) {
      await run('gst-inspect-1.0', ['--exists', element]);
    }
    return true;
  } catch {
    return false;
  }
}

/** What it decoded of the first seconds: the caps of its pads, as text. Fails when it reports an error. */
export async function discover(url) {
  const { stdout } = await run(
    'gst-launch-1.0',
    [
      '-v',
      ...['uridecodebin', `uri=${url}`, 'name=stream'],
      ...['stream.', '!', 'queue', '!', 'videoconvert', '!', 'fakesink', 'num-buffers=60', 'sync=false'],
      ...['stream.', '!', 'queue', '!', 'audioconvert', '!', 'fakesink', 'num-buffers=60', 'sync=false'],
    ],
    { timeout: 40_000, maxBuffer: 32 * 1024 * 1024 },
  );
  return stdout;
}
