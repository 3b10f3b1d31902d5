/**
 * A key by its name, with modifiers in front in this order: `ctrl-`, `alt-`,
 * `shift-`. `a`, `ctrl-a`, `alt-backspace`, `ctrl-left`, `shift-tab`, `f5`.
 */
export type KeyName = string;

/** What the terminal sent, decoded. */
export type Token =
  /** Printable text, as typed. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'key'; readonly key: KeyName }
  /** A block that the terminal marked as pasted; its lines end in `\n`. */
  | { readonly kind: 'paste'; readonly text: string }
  /** The terminal's answer to "where is the cursor?", counted from one. */
  | { readonly kind: 'cursor-at'; readonly row: number; readonly column: number };

/** The modifier bits that terminals add to a key's code (less the one they start from). */
const SHIFT = 1;
const ALT = 2;
const CTRL = 4;

/** The name of a key with the modifiers that `bits` says. */
export function withModifiers(key: string, bits: number): KeyName {
  const ctrl = bits & CTRL ? 'ctrl-' : '';
  const alt = bits & ALT ? 'alt-' : '';
  const shift = bits & SHIFT ? 'shift-' : '';
  return `${ctrl}${alt}${shift}${key}`;
}

/** Control characters that have a key of their own. */
const NAMED_CONTROLS: Readonly<Record<string, KeyName>> = {
  '\t': 'tab',
  '\n': 'enter',
  '\r': 'enter',
  '\x1b': 'escape',
  '\x7f': 'backspace',
  '\x00': 'ctrl-space',
};

/** Whether `char` is a control character: C0, DEL or C1. */
export function isControl(char: string): boolean {
  return char < ' ' || (char >= '\x7f' && char <= '\x9f');
}

/** The key of a C0 control character or DEL (Control-A for 0x01, and so on), with more modifiers. */
function controlKey(char: string, bits: number): KeyName {
  const named = NAMED_CONTROLS[char];
  if (named !== undefined) return withModifiers(named, bits);
  return withModifiers(String.fromCharCode(char.charCodeAt(0) + 0x40).toLowerCase(), bits | CTRL);
}

/** The key of a character that came with modifiers. */
export function characterKey(char: string, bits: number): KeyName {
  if (isControl(char)) return controlKey(char, bits);
  return withModifiers(char === ' ' ? 'space' : char, bits);
}
