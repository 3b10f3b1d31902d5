/** Parses matches as lists of fields in hexadecimal. Mirrors `nx_match_from_string()`. */

import { type Field, type FieldHeader, fieldByHeaderName } from '../../openflow/model/fields.js';
import { ByteWriter } from '../../openflow/wire/byte-writer.js';
import { COOKIE } from '../../openflow/wire/decode-fields.js';
import { fatal } from '../program/exit.js';
import { hexAtStart } from './hex-input.js';

/** The header of a field to write. */
interface Header {
  readonly numbers: Pick<FieldHeader, 'class' | 'vendor' | 'type'>;
  readonly masked: boolean;
  /** The size of a value. */
  readonly bytes: number;
  /** True if a value can be shorter. */
  readonly variable: boolean;
}

/** Returns the entries of a match as bytes, without padding; an error ends the program. */
export function parseNxm(text: string): Uint8Array {
  const out = new ByteWriter();
  if (text === '<any>') return out.bytes();
  for (let rest = skipSeparators(text); rest !== ''; rest = skipSeparators(rest)) {
    rest = putEntry(out, text, rest);
  }
  return out.bytes();
}

const skipSeparators = (text: string): string => text.replace(/^[, ]+/, '');

/** Writes the entry at the start of a text; returns the text after it. */
function putEntry(out: ByteWriter, text: string, entry: string): string {
  const open = entry.indexOf('(');
  if (open < 0) fatal(`${text}: missing ( at end of nx_match`);
  const name = entry.slice(0, open);
  const header = headerByName(name) ?? fatal(`${text}: unknown field \`${name}'`);
  const value = hexAtStart(entry.slice(open + 1));
  const bytes = value.bytes.length;
  if (bytes !== header.bytes && !(header.variable && bytes <= header.bytes)) {
    const most = header.variable ? 'at most ' : '';
    fatal(`expected to read ${most}${header.bytes} bytes but got ${bytes}`);
  }
  putHeader(out, header, bytes);
  out.raw(value.bytes);
  let { rest } = value;
  if (header.masked) {
    if (!rest.startsWith('/')) fatal(`${text}: missing / in masked field ${name}`);
    const mask = hexAtStart(rest.slice(1));
    if (mask.bytes.length !== bytes) fatal(`${mask.rest.slice(0, 2)}: hex digits expected`);
    out.raw(mask.bytes);
    ({ rest } = mask);
  }
  if (!rest.startsWith(')')) fatal(`${text}: missing ) following field ${name}`);
  return rest.slice(1);
}

const EXPERIMENTER_CLASS = 0xffff;

function putHeader(out: ByteWriter, { numbers, masked }: Header, bytes: number): void {
  const isExperimenter = numbers.class === EXPERIMENTER_CLASS;
  out.uint(numbers.class, 2);
  out.uint((numbers.type << 1) | Number(masked), 1);
  out.uint((masked ? 2 : 1) * bytes + (isExperimenter ? 4 : 0), 1);
  if (isExperimenter) out.uint(numbers.vendor, 4);
}

/** Returns the header with a name, or with a number in hexadecimal. */
function headerByName(name: string): Header | undefined {
  const base = name.length > 2 && name.endsWith('_W') ? name.slice(0, -2) : name;
  const masked = base !== name;
  const field = fieldByHeaderName(base);
  const header = field?.headers.find(({ name: known }) => known === base);
  if (field !== undefined && header !== undefined && (!masked || field.maskable)) {
    return fieldHeaderOf(field, header, masked);
  }
  if (base === COOKIE.name) {
    const numbers = { class: COOKIE.class, vendor: 0, type: COOKIE.type };
    return { numbers, masked, bytes: COOKIE.bytes, variable: false };
  }
  return /^(?:[0-9a-f]{8}|[0-9a-f]{16})$/i.test(name) ? numberedHeader(name) : undefined;
}

function fieldHeaderOf(field: Field, numbers: FieldHeader, masked: boolean): Header {
  return { numbers, masked, bytes: field.bytes, variable: field.variableLength };
}

function numberedHeader(digits: string): Header | undefined {
  const at = (start: number, end: number): number => Number.parseInt(digits.slice(start, end), 16);
  const class_ = at(0, 4);
  const isExperimenter = class_ === EXPERIMENTER_CLASS;
  if (digits.length === 16 && !isExperimenter) return undefined;
  const typeAndMask = at(4, 6);
  const masked = (typeAndMask & 1) === 1;
  const payload = at(6, 8) - (digits.length === 16 ? 4 : 0);
  return {
    numbers: {
      class: class_,
      vendor: digits.length === 16 ? at(8, 16) : 0,
      type: typeAndMask >> 1,
    },
    masked,
    bytes: masked ? payload >> 1 : payload,
    variable: false,
  };
}
