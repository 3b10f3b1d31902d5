/** Moves through the items of a picture. It knows neither terminal nor colours. */
import type { Token } from '../input/keys.js';
import type { Size } from '../view/layout.js';

const LETTERS: Readonly<Record<string, string>> = {
  j: 'down',
  k: 'up',
  g: 'home',
  G: 'end',
  ' ': 'pagedown',
  f: 'pagedown',
  b: 'pageup',
  q: 'escape',
  Q: 'escape',
};

/** Returns the chosen item after a key, or undefined if the key leaves the picture. */
export function pressPicture(
  chosen: number,
  count: number,
  token: Token,
  size: Size,
): number | undefined {
  if (token.kind === 'cursor-at') return chosen;
  const keys =
    token.kind === 'key' ? [token.key] : [...token.text].map((letter) => LETTERS[letter] ?? '');
  let at: number | undefined = chosen;
  for (const key of keys) if (at !== undefined) at = move(at, count, key, size);
  return at;
}

function move(at: number, count: number, key: string, size: Size): number | undefined {
  const to = (place: number): number => Math.max(0, Math.min(count - 1, place));
  switch (key) {
    case 'escape':
    case 'ctrl-c':
    case 'ctrl-d':
      return undefined;
    case 'down':
    case 'right':
    case 'enter':
      return to(at + 1);
    case 'up':
    case 'left':
      return to(at - 1);
    case 'pagedown':
      return to(at + Math.ceil(size.rows / 2));
    case 'pageup':
      return to(at - Math.ceil(size.rows / 2));
    case 'home':
      return to(0);
    case 'end':
      return to(count - 1);
    default:
      return at;
  }
}

/** Returns the first item to show so that the chosen one is near the middle. */
export function firstShown(chosen: number, count: number, room: number): number {
  return Math.max(0, Math.min(chosen - Math.floor(room / 2), count - room));
}
