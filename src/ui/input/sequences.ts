/**
 * What the escape sequences of a keyboard mean. One table a family, since
 * terminals agree on the families but not on which one they use: xterm, the
 * Linux console, rxvt and the terminals that report modified keys by code.
 */
import { characterKey, isControl, type Token, withModifiers } from './keys.js';

/** CSI and SS3 sequences told apart by their last character. */
const BY_FINAL: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'shift-tab',
};

/** Rxvt's arrows: lower case is Shift after CSI, Control after SS3. */
const RXVT_ARROWS: Readonly<Record<string, string>> = {
  a: 'up',
  b: 'down',
  c: 'right',
  d: 'left',
};

/** The keypad in application mode. */
const KEYPAD: Readonly<Record<string, string>> = {
  M: 'enter',
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
};

/** CSI sequences that end in `~` (rxvt: `^`, `@`), told apart by their number. */
const BY_NUMBER: Readonly<Record<string, string>> = {
  '1': 'home',
  '2': 'insert',
  '3': 'delete',
  '4': 'end',
  '5': 'pageup',
  '6': 'pagedown',
  '7': 'home',
  '8': 'end',
};

/** Rxvt writes the modifiers of such a sequence as its last character. */
const BITS_BY_END: Readonly<Record<string, number>> = { '~': 0, '^': 4, '@': 5 };

const key = (name: string): Token => ({ kind: 'key', key: name });

const modifierBits = (parameter: string | undefined): number => {
  const code = Number.parseInt(parameter ?? '', 10);
  return Number.isNaN(code) || code < 1 ? 0 : code - 1;
};

const fromCode = (code: string | undefined, bits: number): Token | undefined => {
  const point = Number.parseInt(code ?? '', 10);
  if (Number.isNaN(point) || point > 0x10ffff) return undefined;
  const char = String.fromCodePoint(point);
  if (/\p{Surrogate}/u.test(char)) return undefined;
  // Shift alone is already in the character.
  const printable = bits <= 1 && !isControl(char);
  return printable ? { kind: 'text', text: char } : key(characterKey(char, bits));
};

/** Begins the parameters of what only terminals send, as answers. */
const PRIVATE = /^[<=>?]/;

/**
 * The meaning of the control sequence `ESC [ parameters final`, or nothing where
 * it has none that a line editor could use. Bracketed paste is the tokenizer's.
 */
export function decodeCsi(parameters: string, final: string): Token | undefined {
  if (PRIVATE.test(parameters)) return undefined;
  const [first, second, third] = parameters.split(';');
  if (final === 'R' && first && second) {
    return { kind: 'cursor-at', row: Number(first), column: Number(second) };
  }
  if (final === 'u') return fromCode(first, modifierBits(second));
  const bitsByEnd = BITS_BY_END[final];
  if (bitsByEnd !== undefined) {
    if (final === '~' && first === '27') return fromCode(third, modifierBits(second));
    const name = BY_NUMBER[first ?? ''];
    return name === undefined
      ? undefined
      : key(withModifiers(name, bitsByEnd | modifierBits(second)));
  }
  const shifted = RXVT_ARROWS[final];
  if (shifted !== undefined) return key(withModifiers(shifted, 1));
  const name = BY_FINAL[final];
  return name === undefined ? undefined : key(withModifiers(name, modifierBits(second)));
}

/** The meaning of `ESC O final`, which terminals send for keys in application mode. */
export function decodeSs3(final: string): Token | undefined {
  const pad = KEYPAD[final];
  if (pad !== undefined) return pad === 'enter' ? key(pad) : { kind: 'text', text: pad };
  if (final >= 'p' && final <= 'y') {
    return { kind: 'text', text: String(final.charCodeAt(0) - 'p'.charCodeAt(0)) };
  }
  const turned = RXVT_ARROWS[final];
  if (turned !== undefined) return key(withModifiers(turned, 4));
  const name = BY_FINAL[final];
  return name === undefined ? undefined : key(name);
}
