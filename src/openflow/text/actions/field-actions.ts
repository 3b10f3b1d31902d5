/** Parses the actions that set, load, move, push and pop fields. */

import { FIELDS, fieldByName, lowBits } from '../../model/fields.js';
import {
  formatFieldValue,
  isValueValid,
  parseFieldInteger,
  parseFieldValue,
} from '../../values/field-values.js';
import { OpenFlowTextError, parseWide } from '../../values/scanning.js';
import { parseMove, parseSubfield, parseSubfieldAtStart } from '../../values/subfields.js';
import type { ActionParser, ActionRows } from './action-parser.js';
import { parseMultipath } from './parse-choice.js';

/** Splits `VALUE->TARGET`. */
function splitArrow(text: string): { value: string; target: string } {
  const arrow = text.indexOf('->');
  if (arrow < 0) throw new OpenFlowTextError(`${text}: missing \`->'`);
  const target = text.slice(arrow + 2);
  if (target === '') {
    throw new OpenFlowTextError(`${text}: missing field name following \`->'`);
  }
  return { value: text.slice(0, arrow), target };
}

const setField: ActionParser = (text, context) => {
  const { value: valueText, target } = splitArrow(text);
  const field = fieldByName(target);
  if (field === undefined) {
    throw new OpenFlowTextError(`${target} is not a valid OXM field name`);
  }
  if (!field.writable) throw new OpenFlowTextError(`${target} is read-only`);
  const { value, mask } = parseFieldValue(field, valueText, context.log);
  if (!isValueValid(field.name, value)) {
    throw new OpenFlowTextError(`${valueText} is not a valid value for field ${target}`);
  }
  context.protocols &= field.protocols.exact;
  return { type: 'set_field', field: field.name, value, mask };
};

const load: ActionParser = (text) => {
  const { target } = splitArrow(text);
  const destination = parseSubfield(target);
  const { field, width } = destination;
  const number = parseFieldInteger(text, FIELDS[field].bytes);
  if (number === undefined || number === 'too large') {
    throw new OpenFlowTextError(`${text}: cannot parse integer value`);
  }
  if (number.value > lowBits(width)) {
    const value = formatFieldValue(field, number.value);
    throw new OpenFlowTextError(`${text}: value ${value} does not fit into ${width} bits`);
  }
  return { type: 'load', destination, value: number.value };
};

const stack =
  (type: 'push' | 'pop'): ActionParser =>
  (value) => {
    const { subfield, rest } = parseSubfieldAtStart(value);
    if (rest !== '') {
      throw new OpenFlowTextError(`${rest}: trailing garbage following push or pop`);
    }
    return { type, subfield };
  };

export const FIELD_ROWS: ActionRows = [
  ['set_field', setField],
  ['load', load],
  ['move', (value) => ({ type: 'move', ...parseMove(value) })],
  ['push', stack('push')],
  ['pop', stack('pop')],
  ['set_tunnel', (value) => ({ type: 'set_tunnel', id: parseWide(value, 64), wide: false })],
  ['set_tunnel64', (value) => ({ type: 'set_tunnel', id: parseWide(value, 64), wide: true })],
  ['multipath', parseMultipath],
];
