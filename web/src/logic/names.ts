/** What stands in for a face: the first letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.split(/[\s._~-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => firstLetter(word ?? ''));
  return letters.join('').toLocaleUpperCase() || '?';
}

function firstLetter(word: string): string {
  return word.match(/[\p{L}\p{N}]/u)?.[0] ?? '';
}

/** A hue of the colour circle that stays with the name. */
export function hueOf(name: string): number {
  let hash = 7;
  for (const character of name) {
    hash = (hash * 31 + character.codePointAt(0)!) % 3600;
  }
  return Math.round(hash / 10) % 360;
}

/** The next name to try when one is taken: Ada, Ada 2, Ada 3 … */
export function anotherName(name: string): string {
  const [, stem, number] = /^(.*?)(?: (\d{1,4}))?$/s.exec(name.trim())!;
  const next = ` ${Number(number ?? 1) + 1}`;
  return [...stem!].slice(0, 64 - next.length).join('') + next;
}

const ADJECTIVES = ['amber', 'brisk', 'calm', 'clear', 'deep', 'gentle', 'green', 'happy', 'lucky', 'misty', 'quiet', 'rapid', 'silver', 'still', 'sunny', 'wild'];
const WATERS = ['bay', 'brook', 'canal', 'cove', 'creek', 'delta', 'fjord', 'harbour', 'lake', 'lagoon', 'ocean', 'pond', 'reef', 'river', 'spring', 'tide'];

/** A room name that is easy to say and that nobody else is likely to have. */
export function newRoomName(random: () => number = secureRandom): string {
  const pick = (words: string[]) => words[Math.floor(random() * words.length)]!;
  return `${pick(ADJECTIVES)}-${pick(WATERS)}-${Math.floor(random() * 9000) + 1000}`;
}

function secureRandom(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32;
}
