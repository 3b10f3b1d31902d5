/** Parses `learn`. Mirrors `lib/learn.c`. */

import type { LearnAction, LearnSpec, Subfield } from '../../model/actions.js';
import { FIELDS, fieldByName, fieldHeader, lowBits } from '../../model/fields.js';
import { DEFAULT_PRIORITY } from '../../model/flow-entry.js';
import { parseExactFieldValue, parseFieldInteger } from '../../values/field-values.js';
import {
  integerAtStart,
  keyValues,
  leadingDecimal,
  OpenFlowTextError,
} from '../../values/scanning.js';
import { parseMove, parseSubfield, wholeField } from '../../values/subfields.js';
import type { TextLog } from '../../values/text-log.js';

/** The settings that are 16-bit numbers. */
const NUMBERS = {
  priority: 'priority',
  idle_timeout: 'idleTimeout',
  hard_timeout: 'hardTimeout',
  fin_idle_timeout: 'finIdleTimeout',
  fin_hard_timeout: 'finHardTimeout',
} as const;

function isNumberKey(key: string): key is keyof typeof NUMBERS {
  return Object.hasOwn(NUMBERS, key);
}

/** Parses the arguments of `learn`; mirrors `learn_parse()`. */
export function parseLearn(text: string, log: TextLog): LearnAction {
  let learn: Omit<LearnAction, 'specs'> = {
    type: 'learn',
    table: 1,
    priority: DEFAULT_PRIORITY,
    cookie: 0n,
    idleTimeout: 0,
    hardTimeout: 0,
    finIdleTimeout: 0,
    finHardTimeout: 0,
    sendFlowRemoved: false,
    deleteLearned: false,
  };
  const specs: LearnSpec[] = [];
  for (const { key, value } of keyValues(text)) {
    if (key === 'table') {
      const table = leadingDecimal(value) & 0xff;
      if (table === 255) {
        throw new OpenFlowTextError(`${text}: table id 255 not valid for \`learn' action`);
      }
      learn = { ...learn, table };
    } else if (isNumberKey(key)) {
      learn = { ...learn, [NUMBERS[key]]: leadingDecimal(value) & 0xffff };
    } else if (key === 'cookie') {
      learn = { ...learn, cookie: BigInt.asUintN(64, integerAtStart(value)?.value ?? 0n) };
    } else if (key === 'send_flow_rem') {
      learn = { ...learn, sendFlowRemoved: true };
    } else if (key === 'delete_learned') {
      learn = { ...learn, deleteLearned: true };
    } else {
      specs.push(parseSpec(text, key, value, log));
    }
  }
  return { ...learn, specs };
}

function parseSpec(text: string, key: string, value: string, log: TextLog): LearnSpec {
  const field = fieldByName(key);
  if (field !== undefined) {
    const source = parseExactFieldValue(field, value, log);
    return { type: 'match', destination: wholeField(field.name), source };
  }
  if (key.includes('[')) return parseFieldMatch(text, key, value);
  if (key === 'load') return parseLoad(value);
  if (key === 'output') return { type: 'output', source: parseSubfield(value) };
  throw new OpenFlowTextError(`${text}: unknown keyword ${key}`);
}

function parseFieldMatch(text: string, key: string, value: string): LearnSpec {
  const destination = parseSubfield(key);
  requireStandard(destination, text, key);
  if (value === '') return { type: 'match', destination, source: destination };
  const source = parseSubfield(value);
  if (source.width !== destination.width) {
    throw new OpenFlowTextError(
      `${text}: bit widths of ${key} (${source.width}) and ${value} (${destination.width}) differ`,
    );
  }
  return { type: 'match', destination, source };
}

function requireStandard(target: Subfield, text: string, name: string): void {
  if (fieldHeader(FIELDS[target.field], 0)?.vendor === 0) return;
  throw new OpenFlowTextError(`${text}: experimenter OXM field '${name}' not supported`);
}

/** The maximum size of a value. */
const WIDEST_BYTES = 128;

function parseLoad(text: string): LearnSpec {
  // The arrow of a constant comes before any bracket.
  if (!/^[^[-]*-/.test(text)) return { type: 'load', ...parseMove(text) };
  const number = parseFieldInteger(text, WIDEST_BYTES);
  if (number === undefined || number === 'too large') {
    throw new OpenFlowTextError(`${text}: too many bits in immediate value`);
  }
  if (!number.rest.startsWith('->')) {
    throw new OpenFlowTextError(`${text}: missing \`->' following value`);
  }
  const name = number.rest.slice(2);
  const destination = parseSubfield(name);
  requireStandard(destination, text, name);
  if (number.value > lowBits(destination.width)) {
    throw new OpenFlowTextError(`${text}: value does not fit into ${destination.width} bits`);
  }
  return { type: 'load', destination, source: number.value };
}
