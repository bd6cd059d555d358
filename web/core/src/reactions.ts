import { isRecord } from './appConfig';

/** The type that apps made with the SDK give to hearts and the like; the server keeps none of them. */
export const REACTION = 'EMOJI_REACTION';

/** What can be sent, by the names that other apps know. */
export const reactions = [
  { id: 'heart', emoji: '❤️' },
  { id: '+1', emoji: '👍' },
  { id: 'clap', emoji: '👏' },
  { id: 'joy', emoji: '😂' },
  { id: 'open_mouth', emoji: '😮' },
] as const;

export type ReactionId = (typeof reactions)[number]['id'];

/** Known from other apps, beside those above. */
const others: Readonly<Record<string, string>> = {
  '-1': '👎',
  wave: '👋',
  fire: '🔥',
  tada: '🎉',
  heart_eyes: '😍',
  sob: '😭',
  smile: '😄',
  pray: '🙏',
  raised_hands: '🙌',
};

const EMOJI = /^\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f]{0,9}$/u;

export function reactionText(id: ReactionId): string {
  return JSON.stringify({ type: REACTION, emojiId: id });
}

/** The emoji of a message of type REACTION; null for what is none. */
export function emojiOf(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 200) return null;
  if (EMOJI.test(text)) return text;
  try {
    const event: unknown = JSON.parse(text);
    const id = isRecord(event) ? event['emojiId'] : null;
    if (typeof id !== 'string') return null;
    return reactions.find((each) => each.id === id)?.emoji ?? (Object.hasOwn(others, id) ? others[id]! : null);
  } catch {
    return null;
  }
}

/** So many of one's own within this time, in milliseconds. */
const MOST = 5;
const WITHIN = 3000;

/** Takes one more reaction into those sent lately; null when it is one too many. */
export function oneMoreReaction(sentAt: readonly number[], now: number): readonly number[] | null {
  const lately = sentAt.filter((at) => now - at < WITHIN && at <= now);
  return lately.length >= MOST ? null : [...lately, now];
}
