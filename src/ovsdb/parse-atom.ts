/** Parses atoms. */
import { isUuid } from '../lib/uuid.js';
import { checkAtom, checkRange } from './constraints.js';
import { OvsdbError } from './error.js';
import { parseStringLiteral } from './string-literal.js';
import type { SymbolTable } from './symbol-table.js';
import { TextError } from './text-error.js';
import type { Atom, BaseType } from './types.js';

/**
 * Parses an atom. Mirrors `ovsdb_atom_from_string()`.
 *
 * @param symbols resolves names of rows, `@name`, and records their use.
 * @throws TextError if `text` is not a valid atom of the type.
 */
export function parseAtom(base: BaseType, text: string, symbols?: SymbolTable): Atom {
  try {
    const atom = parseUnchecked(base, text, symbols);
    checkAtom(base, atom);
    return atom;
  } catch (error) {
    if (error instanceof OvsdbError) throw new TextError(error.message);
    throw error;
  }
}

function parseUnchecked(base: BaseType, text: string, symbols?: SymbolTable): Atom {
  switch (base.type) {
    case 'integer':
      return parseInteger(base, text);
    case 'real':
      return parseReal(text);
    case 'boolean':
      return parseBoolean(text);
    case 'string':
      if (text === '') {
        throw new TextError(
          'An empty string is not valid as input; use "" to represent the empty string',
        );
      }
      return text.startsWith('"') ? parseStringLiteral(text) : text;
    case 'uuid':
      if (symbols && text.startsWith('@')) return symbolUuid(base, text, symbols);
      if (!isUuid(text)) throw new TextError(`"${text}" is not a valid UUID`);
      return text.toLowerCase();
  }
}

/**
 * Parses an integer. The maximum is 2^53 - 1 here and 2^63 - 1 in the reference. Larger numbers are
 * refused as out of range, with the column's own range if it has one.
 */
function parseInteger(base: BaseType, text: string): number {
  const written = /^[ \t\n\v\f\r]*([+-]?[0-9]+)$/.exec(text)?.[1];
  if (written !== undefined) {
    const value = Number(written) + 0;
    if (Number.isSafeInteger(value)) return value;
    const exact = BigInt(written.replace(/^\+/, ''));
    if (BigInt.asIntN(64, exact) === exact) checkRange(base, value, String(exact));
  }
  throw new TextError(`"${text}" is not a valid integer`);
}

function parseReal(text: string): number {
  const written = /^[ \t\n\v\f\r]*([+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)$/.exec(text);
  const value = Number(written?.[1] ?? Number.NaN);
  if (!Number.isFinite(value)) throw new TextError(`"${text}" is not a valid real number`);
  return value + 0;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1'].map((text) => [text, true] as const),
  ...['false', 'no', 'off', '0'].map((text) => [text, false] as const),
]);

function parseBoolean(text: string): boolean {
  const value = BOOLEANS.get(text);
  if (value === undefined) {
    throw new TextError(`"${text}" is not a valid boolean (use "true" or "false")`);
  }
  return value;
}

function symbolUuid(base: BaseType, name: string, symbols: SymbolTable): string {
  const symbol = symbols.insert(name);
  if (base.refTable !== undefined) {
    if (base.refType === 'weak') symbol.weakRef = true;
    else symbol.strongRef = true;
  }
  return symbol.uuid;
}
