/**
 * Decodes the escape sequences of keyboards. Each family has its own table: xterm, the Linux
 * console, rxvt, and terminals that report modified keys by code.
 */
import { characterKey, isControl, type Token, withModifiers } from './keys.js';

/** CSI and SS3 sequences by their final character. */
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

/** The arrows of rxvt: lower case means Shift after CSI, and Control after SS3. */
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

/**
 * CSI sequences that end in `~` (rxvt: also `^` and `@`), by their number.
 */
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

/** The modifiers that rxvt encodes in the final character. */
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
  // The character already includes Shift.
  const printable = bits <= 1 && !isControl(char);
  return printable ? { kind: 'text', text: char } : key(characterKey(char, bits));
};

/** Matches the parameters of reports, which only terminals send. */
const PRIVATE = /^[<=>?]/;

/**
 * Returns the token for the control sequence `ESC [ parameters final`, or undefined if a line
 * editor has no use for it. The tokenizer handles bracketed paste itself.
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

/** Returns the token for `ESC O final`, which terminals send for keys in application mode. */
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
