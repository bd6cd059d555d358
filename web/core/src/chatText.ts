export type ChatSpan =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'link'; readonly href: string };

/** Longest message the page sends, in UTF-16 units. */
export const MAX_MESSAGE_LENGTH = 2000;

const LINK = /\bhttps?:\/\/[^\s<>"'`，。！？、；：）】》]+/giu;

/** Cuts a message into text and links. Only http and https become links; a closing bracket or full stop stays outside. */
export function chatSpans(message: string): readonly ChatSpan[] {
  const spans: ChatSpan[] = [];
  let end = 0;
  for (const match of message.matchAll(LINK)) {
    const href = withoutTail(match[0]);
    if (!isSafe(href)) {
      continue;
    }
    if (match.index > end) {
      spans.push({ kind: 'text', text: message.slice(end, match.index) });
    }
    spans.push({ kind: 'link', href });
    end = match.index + href.length;
  }
  if (end < message.length) {
    spans.push({ kind: 'text', text: message.slice(end) });
  }
  return spans;
}

function withoutTail(link: string): string {
  let end = link.length;
  while (end > 0 && /[.,;:!?)\]}]/.test(link[end - 1] ?? '')) {
    if (link[end - 1] === ')' && link.slice(0, end).includes('(')) {
      break;
    }
    end--;
  }
  return link.slice(0, end);
}

function isSafe(link: string): boolean {
  try {
    const url = new URL(link);
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}

/** Puts `piece` in place of what is selected; `caret` is where one writes on. Null when it would be too long. */
export function insertText(text: string, start: number, end: number, piece: string, most: number) {
  const changed = text.slice(0, start) + piece + text.slice(end);
  return changed.length > most ? null : { text: changed, caret: start + piece.length };
}
