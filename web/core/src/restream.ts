/** Most places a stream is pushed to at once, as the server has it. */
export const MAX_PUSHES = 3;

/** The addresses to push to, one in a line; null where a line is no RTMP address. */
export function pushUrls(text: string): readonly string[] | null {
  const lines = text
    .split(/\s+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 0 && lines.length <= MAX_PUSHES && lines.every(isRtmp) ? [...new Set(lines)] : null;
}

function isRtmp(text: string): boolean {
  try {
    const url = new URL(text);
    return (url.protocol === 'rtmp:' || url.protocol === 'rtmps:') && url.hostname !== '' && url.pathname.length > 1;
  } catch {
    return false;
  }
}
