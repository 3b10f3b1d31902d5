/** Values of columns from the JSON of RFC 7047, section 5.1. */

import { isUuid } from '../../../lib/uuid.js';
import { fromElements } from '../../../ovsdb/canonical.js';
import { checkAtom } from '../../../ovsdb/constraints.js';
import { OvsdbError } from '../../../ovsdb/error.js';
import type { SymbolTable } from '../../../ovsdb/symbol-table.js';
import type { Atom, BaseType, ColumnType, Value } from '../../../ovsdb/types.js';
import { isArray, type Json, jsonText } from '../../program/json-text.js';

/** Returns the error for JSON that is not what the protocol requires. */
export const syntaxError = (json: Json | undefined, details: string): OvsdbError =>
  new OvsdbError('syntax error', details, json === undefined ? undefined : jsonText(json));

/** Reads a value, like `ovsdb_datum_from_json()`. @throws OvsdbError */
export function datumFromJson(type: ColumnType, json: Json, symbols: SymbolTable): Value {
  const [keys, values] = elementsFromJson(type, json, symbols);
  if (keys.length < type.min || keys.length > type.max) {
    const kind = type.value ? 'map' : 'set';
    throw syntaxError(
      json,
      `${kind} must have ${type.min} to ${type.max} members but ${keys.length} are present`,
    );
  }
  return fromElements(type, keys, values);
}

function elementsFromJson(
  { key, value }: ColumnType,
  json: Json,
  symbols: SymbolTable,
): readonly [keys: readonly Atom[], values: readonly Atom[]] {
  const items = unwrap(json, value ? 'map' : 'set');
  if (value !== undefined) {
    if (!isArrayOrNone(items)) throw syntaxError(json, 'expected ["map", <array>]');
    const pairs = items.map((pair) => {
      if (!isArray(pair) || pair.length !== 2) throw syntaxError(pair, 'expected 2-element array');
      const [first = null, second = null] = pair;
      return [atomFromJson(key, first, symbols), atomFromJson(value, second, symbols)] as const;
    });
    return [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
  }
  const atoms = isArrayOrNone(items) ? items : [json];
  return [atoms.map((atom) => atomFromJson(key, atom, symbols)), []];
}

const isArrayOrNone = (json: Json | undefined): json is readonly Json[] =>
  json !== undefined && isArray(json);

/** Returns the second element of `[tag, content]`. */
function unwrap(json: Json, tag: string): Json | undefined {
  return isArray(json) && json.length === 2 && json[0] === tag ? json[1] : undefined;
}

function atomFromJson(base: BaseType, json: Json, symbols: SymbolTable): Atom {
  const atom = base.type === 'uuid' ? uuidFromJson(json, symbols) : scalarFromJson(base, json);
  checkAtom(base, atom);
  return atom;
}

function scalarFromJson({ type }: BaseType, json: Json): Atom {
  const fits =
    type === 'integer'
      ? Number.isSafeInteger(json)
      : type === 'real'
        ? typeof json === 'number'
        : typeof json === type;
  if (typeof json === 'string' && json.includes('\0')) {
    throw syntaxError(json, 'null bytes not supported in quoted strings');
  }
  if (fits && json !== null && typeof json !== 'object') return json;
  throw syntaxError(json, `expected ${type}`);
}

function uuidFromJson(json: Json, symbols: SymbolTable): string {
  const name = unwrap(json, 'named-uuid');
  if (typeof name === 'string') return symbols.insert(name).uuid;
  const uuid = unwrap(json, 'uuid');
  if (typeof uuid !== 'string') throw syntaxError(json, 'expected ["uuid", <string>]');
  if (!isUuid(uuid)) throw syntaxError(json, `"${uuid}" is not a valid UUID`);
  return uuid.toLowerCase();
}
