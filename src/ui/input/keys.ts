/**
 * The name of a key after its modifiers, in the order `ctrl-`, `alt-`, `shift-`: `a`, `ctrl-a`,
 * `alt-backspace`, `ctrl-left`, `shift-tab`, `f5`.
 */
export type KeyName = string;

/** A decoded unit of terminal input. */
export type Token =
  /** Printable text, as typed. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'key'; readonly key: KeyName }
  /** A block that the terminal marked as pasted, with lines that end in `\n`. */
  | { readonly kind: 'paste'; readonly text: string }
  /** The terminal's report of its cursor position, counted from one. */
  | { readonly kind: 'cursor-at'; readonly row: number; readonly column: number };

/** The bits of a modifier code, which is one more than their sum. */
const SHIFT = 1;
const ALT = 2;
const CTRL = 4;

/** Returns the name of a key with the modifiers in `bits`. */
export function withModifiers(key: string, bits: number): KeyName {
  const ctrl = bits & CTRL ? 'ctrl-' : '';
  const alt = bits & ALT ? 'alt-' : '';
  const shift = bits & SHIFT ? 'shift-' : '';
  return `${ctrl}${alt}${shift}${key}`;
}

/** Control characters with a key name. */
const NAMED_CONTROLS: Readonly<Record<string, KeyName>> = {
  '\t': 'tab',
  '\n': 'enter',
  '\r': 'enter',
  '\x1b': 'escape',
  '\x7f': 'backspace',
  '\x00': 'ctrl-space',
};

/** True if `char` is a control character: C0, DEL or C1. */
export function isControl(char: string): boolean {
  return char < ' ' || (char >= '\x7f' && char <= '\x9f');
}

/**
 * Returns the key of a C0 control character or DEL (Control-A for 0x01, and so on), with more
 * modifiers.
 */
function controlKey(char: string, bits: number): KeyName {
  const named = NAMED_CONTROLS[char];
  if (named !== undefined) return withModifiers(named, bits);
  return withModifiers(String.fromCharCode(char.charCodeAt(0) + 0x40).toLowerCase(), bits | CTRL);
}

/** Returns the key of a character with modifiers. */
export function characterKey(char: string, bits: number): KeyName {
  if (isControl(char)) return controlKey(char, bits);
  return withModifiers(char === ' ' ? 'space' : char, bits);
}
