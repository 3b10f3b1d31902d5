/** Formats and parses subfields. Mirrors `mf_format_subfield()` and `mf_parse_subfield()`. */

import type { Subfield } from '../model/actions.js';
import {
  FIELDS,
  type FieldName,
  fieldByHeaderName,
  fieldHeader,
  lowBits,
} from '../model/fields.js';
import type { Match } from '../model/match.js';
import { OpenFlowTextError } from './scanning.js';

/** Returns all bits of a field. */
export function wholeField(field: FieldName): Subfield {
  return { field, offset: 0, width: FIELDS[field].bits };
}

export function sameSubfield(a: Subfield, b: Subfield): boolean {
  return a.field === b.field && a.offset === b.offset && a.width === b.width;
}

/** Returns text such as `NXM_NX_REG0[0..15]`. */
export function formatSubfield({ field, offset, width }: Subfield): string {
  const info = FIELDS[field];
  const name = fieldHeader(info, 0)?.name ?? field;
  if (offset === 0 && width === info.bits) return `${name}[]`;
  return width === 1 ? `${name}[${offset}]` : `${name}[${offset}..${offset + width - 1}]`;
}

/** A subfield at the start of a text, and the text after it. */
export interface SubfieldAtStart {
  readonly subfield: Subfield;
  readonly rest: string;
}

/** Parses `NXM_NX_REG0[]`, `NXM_NX_REG0[5]` or `NXM_NX_REG0[0..15]` at the start of a text. */
export function parseSubfieldAtStart(text: string): SubfieldAtStart {
  const open = text.indexOf('[');
  if (open < 0) throw new OpenFlowTextError(`${text}: missing [ looking for field name`);
  const name = text.slice(0, open);
  const field = fieldByHeaderName(name.length > 2 ? name.replace(/_W$/, '') : name);
  if (field === undefined) {
    throw new OpenFlowTextError(`${text}: unknown field \`${name}'`);
  }
  const bits = /^\[(?:\s*([+-]?\d+)(?:\s*\.\.\s*([+-]?\d+))?\s*)?\]/.exec(text.slice(open));
  if (bits === null) {
    throw new OpenFlowTextError(
      `${text}: syntax error expecting [] or [<bit>] or [<start>..<end>]`,
    );
  }
  const start = bits[1] === undefined ? 0 : Number(bits[1]);
  const end = bits[1] === undefined ? field.bits - 1 : Number(bits[2] ?? bits[1]);
  checkRange(text, start, end, field.bits);
  return {
    subfield: { field: field.name, offset: start, width: end - start + 1 },
    rest: text.slice(open + bits[0].length),
  };
}

function checkRange(text: string, start: number, end: number, bits: number): void {
  if (start > end) {
    throw new OpenFlowTextError(`${text}: starting bit ${start} is after ending bit ${end}`);
  }
  for (const [which, bit] of [
    ['starting', start],
    ['ending', end],
  ] as const) {
    if (bit >= bits || bit < 0) {
      throw new OpenFlowTextError(
        `${text}: ${which} bit ${bit} is not valid because field is only ${bits} bits wide`,
      );
    }
  }
}

/** Parses a text that is a subfield. */
export function parseSubfield(text: string): Subfield {
  const { subfield, rest } = parseSubfieldAtStart(text);
  if (rest !== '') throw new OpenFlowTextError('unexpected input following field syntax');
  return subfield;
}

/** Parses `SOURCE->DESTINATION`, two subfields with the same size; mirrors `nxm_parse_reg_move()`. */
export function parseMove(text: string): { source: Subfield; destination: Subfield } {
  const { subfield: source, rest } = parseSubfieldAtStart(text);
  if (!rest.startsWith('->')) {
    throw new OpenFlowTextError(`${text}: missing \`->' following source`);
  }
  const destination = parseSubfield(rest.slice(2));
  if (source.width !== destination.width) {
    throw new OpenFlowTextError(
      `${text}: source field is ${source.width} bits wide but destination is ${destination.width} bits wide`,
    );
  }
  return { source, destination };
}

/** Returns a match that also requires a subfield to have a value; mirrors `mf_write_subfield()`. */
export function subfieldMatch(match: Match, subfield: Subfield, value: bigint): Match {
  const { field, offset, width } = subfield;
  const old = match.get(field);
  const shift = BigInt(offset);
  const bits = lowBits(width) << shift;
  return match.with(field, (old.value & ~bits) | ((value << shift) & bits), old.mask | bits);
}
