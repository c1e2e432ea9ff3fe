/** A piece of a chat message: text to show as it is, or an address to follow. */
export type Piece = { text: string; href?: undefined } | { text: string; href: string };

/** Addresses end before what is usually the sentence around them. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`{}|\\^]+/gi;
const SENTENCE_END = /[.,;:!?]+$/;

/** Finds what may be followed: http and https addresses without a name and password in them, nothing else. */
export function pieces(message: string): Piece[] {
  const result: Piece[] = [];
  let end = 0;
  for (const match of message.matchAll(ADDRESS)) {
    const text = trimmed(match[0]);
    const href = safeHref(text);
    if (href) {
      pushText(result, message.slice(end, match.index));
      result.push({ text, href });
      end = match.index + text.length;
    }
  }
  pushText(result, message.slice(end));
  return result;
}

function trimmed(address: string): string {
  const text = address.replace(SENTENCE_END, '');
  const opened = text.split('(').length;
  return text.endsWith(')') && text.split(')').length > opened ? trimmed(text.slice(0, -1)) : text;
}

function safeHref(text: string): string | null {
  if (!URL.canParse(text)) {
    return null;
  }
  const url = new URL(text);
  return url.username || url.password ? null : url.href;
}

function pushText(result: Piece[], text: string): void {
  if (text) {
    result.push({ text });
  }
}
