/** Converts values of columns to and from text. */
import { formatAtom, formatAtomBare, parseAtom } from './atom.js';
import { fromElements } from './canonical.js';
import { keysOf, sizeOf, valuesOf } from './shape.js';
import type { SymbolTable } from './symbol-table.js';
import { TextError } from './text-error.js';
import { isDelimiter, parseToken, skipSpaces } from './token.js';
import type { Atom, BaseType, ColumnType, Value } from './types.js';

/** Returns the elements of a value, each formatted by `format`. */
function elements(type: ColumnType, value: Value, format: typeof formatAtom): string[] {
  const keys = keysOf(value).map((key) => format(type.key.type, key));
  const base = type.value;
  if (!base) return keys;
  const values = valuesOf(value).map((atom) => format(base.type, atom));
  return keys.map((key, i) => `${key}=${values[i]}`);
}

/** Formats a value for parsing: `up`, `[a, b]`, `{k=v}`. Mirrors `ovsdb_datum_to_string()`. */
export function formatDatum(type: ColumnType, value: Value): string {
  const text = elements(type, value, formatAtom).join(', ');
  if (type.max === 1 && sizeOf(value) > 0) return text;
  return type.value ? `{${text}}` : `[${text}]`;
}

/**
 * Formats a value for scripts, its elements separated by spaces. Mirrors `ovsdb_datum_to_bare()`.
 */
export function formatDatumBare(type: ColumnType, value: Value): string {
  return elements(type, value, formatAtomBare).join(' ');
}

/**
 * Returns the name of a type in messages: `integer`, `set of up to 3 strings`. Mirrors
 * `ovsdb_type_to_english()`.
 */
export function describeType({ key, value, min, max }: ColumnType): string {
  if (min === 1 && max === 1 && !value) return key.type;
  const count =
    max === Number.POSITIVE_INFINITY
      ? min > 0
        ? ` of ${min} or more`
        : ' of'
      : min > 0
        ? ` of ${min} to ${max}`
        : ` of up to ${max}`;
  return value ? `map${count} (${key.type}, ${value.type}) pairs` : `set${count} ${key.type}s`;
}

/**
 * Parses a value: atoms, or pairs with `=`, separated by spaces or commas, optionally in brackets
 * or braces, which an empty set or map requires. Mirrors `ovsdb_datum_from_string()`.
 *
 * @param symbols resolves names of rows, `@name`, and records their use.
 * @returns the value in the shape of `type`.
 * @throws TextError if `text` is not a valid value of the type.
 */
export function parseDatum(type: ColumnType, text: string, symbols?: SymbolTable): Value {
  const [open, close] = type.value ? ['{', '}'] : ['[', ']'];
  let at = skipSpaces(text, 0);
  if (at === text.length) {
    throw new TextError(`use "${open}${close}" to specify the empty ${type.value ? 'map' : 'set'}`);
  }
  const enclosed = text.charAt(at) === open;
  if (enclosed) at = skipSpaces(text, at + 1);
  const keys: Atom[] = [];
  const values: Atom[] = [];
  while (at < text.length && !(enclosed && text.charAt(at) === close)) {
    const char = text.charAt(at);
    if (isDelimiter(char)) {
      throw new TextError(`${text}: unexpected "${char}" parsing ${describeType(type)}`);
    }
    const element = parseElement(type, text, at, symbols);
    keys.push(element.key);
    if (element.value !== undefined) values.push(element.value);
    at = skipSpaces(text, element.end);
    if (text.charAt(at) === ',') at = skipSpaces(text, at + 1);
  }
  if (enclosed) {
    if (at === text.length) throw new TextError(`${text}: missing "${close}" at end of data`);
    if (skipSpaces(text, at + 1) < text.length) {
      throw new TextError(`${text}: trailing garbage after "${close}"`);
    }
  }
  checkCount(type, text, keys.length);
  if (new Set(keys).size < keys.length) {
    throw new TextError(
      `${text}: ${type.value ? 'map contains duplicate key' : 'set contains duplicate value'}`,
    );
  }
  return fromElements(type, keys, values);
}

interface Element {
  readonly key: Atom;
  readonly value?: Atom;
  readonly end: number;
}

function parseElement(
  type: ColumnType,
  text: string,
  start: number,
  symbols: SymbolTable | undefined,
): Element {
  const atom = (base: BaseType, from: number) => {
    const { token, end } = parseToken(text, from);
    return { atom: parseAtom(base, token, symbols), end };
  };
  const { atom: key, end } = atom(type.key, start);
  if (!type.value) return { key, end };
  const equals = skipSpaces(text, end);
  if (equals === text.length) {
    // The reference appends the NUL at the end of its string, which truncates the message.
    throw new TextError(`${text.slice(start)}: syntax error at "`);
  }
  if (text.charAt(equals) !== '=') {
    throw new TextError(
      `${text.slice(start)}: syntax error at "${text.charAt(equals)}" expecting "="`,
    );
  }
  const value = atom(type.value, skipSpaces(text, equals + 1));
  return { key, value: value.atom, end: value.end };
}

function checkCount(type: ColumnType, text: string, count: number): void {
  const elementName = type.value ? 'pair(s)' : 'value(s)';
  const [limit, name] = count < type.min ? [type.min, 'minimum'] : [type.max, 'maximum'];
  if (count < type.min || count > type.max) {
    throw new TextError(
      `${text}: ${count} ${elementName} specified but the ${name} number is ${limit}`,
    );
  }
}
