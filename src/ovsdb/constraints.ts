/**
 * Checks values against the constraints of their columns. Mirrors
 * `ovsdb_datum_check_constraints()`.
 */
import { compareAtoms } from './compare.js';
import { datumToJson } from './datum-json.js';
import { OvsdbError } from './error.js';
import { formatAtom } from './format-atom.js';
import { formatReal } from './number.js';
import { keysOf, sizeOf, valuesOf } from './shape.js';
import type { Atom, BaseType, ColumnType, Value } from './types.js';

/** The number that the server's messages show for a set or map of unlimited size. */
const UNLIMITED = 4_294_967_295;

const violation = (details: string): OvsdbError => new OvsdbError('constraint violation', details);

/**
 * Returns true if the type restricts its atoms. References do not count: they are checked at
 * commit.
 */
export function isConstrained(base: BaseType): boolean {
  return base.enum !== undefined || base.min !== undefined || base.max !== undefined;
}

/** @throws OvsdbError if an atom is not one of its type's allowed values, or is out of range. */
export function checkAtom(base: BaseType, atom: Atom): void {
  if (base.enum && !base.enum.includes(atom)) {
    const sorted = [...base.enum].sort((a, b) => compareAtoms(base.type, a, b));
    const allowed = sorted.map((value) => formatAtom(base.type, value)).join(', ');
    const actual = formatAtom(base.type, atom);
    throw violation(`${actual} is not one of the allowed values ([${allowed}])`);
  }
  if (typeof atom === 'number') checkRange(base, atom, String(atom));
}

/**
 * @param written the number as the message shows it.
 * @throws OvsdbError if a number is outside the range of its type.
 */
export function checkRange({ type, min, max }: BaseType, atom: number, written: string): void {
  const tooSmall = min !== undefined && atom < min;
  const tooLarge = max !== undefined && atom > max;
  if (!tooSmall && !tooLarge) return;
  const format = type === 'real' ? formatReal : String;
  const actual = type === 'real' ? formatReal(atom) : written;
  if (min === undefined) {
    throw violation(`${actual} is greater than maximum allowed value ${format(max ?? 0)}`);
  }
  if (max === undefined) {
    throw violation(`${actual} is less than minimum allowed value ${format(min)}`);
  }
  throw violation(
    `${actual} is not in the valid range ${format(min)} to ${format(max)} (inclusive)`,
  );
}

/** @throws OvsdbError if a value contains a forbidden atom, or too few or too many atoms. */
export function checkValue(type: ColumnType, value: Value): void {
  const size = sizeOf(value);
  if (size < type.min || size > type.max) {
    const kind = type.value ? 'map' : 'set';
    const max = Number.isFinite(type.max) ? type.max : UNLIMITED;
    throw new OvsdbError(
      'syntax error',
      `${kind} must have ${type.min} to ${max} members but ${size} are present`,
      JSON.stringify(datumToJson(type, value)),
    );
  }
  if (isConstrained(type.key)) for (const key of keysOf(value)) checkAtom(type.key, key);
  if (type.value && isConstrained(type.value)) {
    for (const atom of valuesOf(value)) checkAtom(type.value, atom);
  }
}
