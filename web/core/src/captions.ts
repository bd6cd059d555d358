/** One piece of speech in words, as apps send it: a piece is said again, longer, until it is final. */
export interface Transcript {
  readonly peer_id: string;
  readonly transcript: string;
  readonly final: boolean;
}

/** What is shown: the latest words of each who speaks; `until` in milliseconds since the epoch. */
export interface CaptionLine {
  readonly peerId: string;
  readonly text: string;
  readonly until: number;
}

const STAYS = 5000;
const MOST_LINES = 2;
/** Of the end of a long piece. */
const MOST_CHARACTERS = 160;

/** The lines after some more was said; each speaker has one, the newest last. */
export function withTranscripts(
  lines: readonly CaptionLine[],
  said: readonly Transcript[],
  now: number,
): readonly CaptionLine[] {
  let next = current(lines, now);
  for (const { peer_id, transcript } of said) {
    if (typeof transcript !== 'string' || transcript.trim() === '') continue;
    const line = { peerId: String(peer_id), text: ending(transcript.trim()), until: now + STAYS };
    next = [...next.filter(({ peerId }) => peerId !== line.peerId), line];
  }
  return next.slice(-MOST_LINES);
}

/** Those that are still to be seen; the same array when all are. */
export function current(lines: readonly CaptionLine[], now: number): readonly CaptionLine[] {
  return lines.every(({ until }) => until > now) ? lines : lines.filter(({ until }) => until > now);
}

function ending(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const end = text.slice(-MOST_CHARACTERS);
  return `…${end.slice(end.indexOf(' ') + 1)}`;
}
