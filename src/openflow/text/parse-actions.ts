/** Parses actions and instructions. Mirrors `ofpacts_parse_instructions()` and `ofpacts_parse_actions()`. */

import { INSTRUCTIONS, type Instruction, instructionOf, type OfAction } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import { lowBits } from '../model/fields.js';
import { PROTOCOLS, type Protocols } from '../model/protocols.js';
import { checkNesting, type OuterAction } from '../rules/check-nesting.js';
import { readPort } from '../values/port-text.js';
import {
  integerAtStart,
  keyValues,
  OpenFlowTextError,
  parseSmall,
  parseWide,
} from '../values/scanning.js';
import { parseSubfield } from '../values/subfields.js';
import type { TextLog } from '../values/text-log.js';
import { type ActionContext, type ActionParser, always } from './actions/action-parser.js';
import { FIELD_ROWS } from './actions/field-actions.js';
import { HEADER_ROWS } from './actions/header-actions.js';
import { OTHER_ROWS } from './actions/other-actions.js';
import { OUTPUT_ROWS } from './actions/output-actions.js';

/** Parsed actions, and the flow formats that can express them. */
export interface ParsedActions {
  readonly actions: readonly OfAction[];
  readonly protocols: Protocols;
}

/**
 * Parses actions and, unless `allowInstructions` is false, instructions.
 *
 * @throws OpenFlowTextError with the message of the reference
 */
export function parseActions(text: string, log: TextLog, allowInstructions = true): ParsedActions {
  const context: ActionContext = { protocols: PROTOCOLS.ANY, log };
  const actions = parseList(text, context, allowInstructions);
  return { actions, protocols: context.protocols };
}

function parseList(
  text: string,
  context: ActionContext,
  allowInstructions: boolean,
  outer?: OuterAction,
): OfAction[] {
  const actions: OfAction[] = [];
  let drop = false;
  let previous: Instruction | undefined;
  for (const { key, value } of keyValues(text)) {
    const name = key.toLowerCase();
    if (name === 'apply_actions') {
      throw new OpenFlowTextError('apply_actions is the default instruction');
    }
    const action = name === 'drop' ? undefined : parseAction(key, value, context);
    const instruction = action === undefined ? 'apply_actions' : instructionOf(action.type);
    checkOrder(previous, instruction, allowInstructions);
    previous = instruction;
    if (action === undefined) drop = true;
    else actions.push(action);
  }
  if (drop && actions.length > 0) {
    throw new OpenFlowTextError(
      '"drop" must not be accompanied by any other action or instruction',
    );
  }
  try {
    checkNesting(actions, context.log, outer);
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    throw new OpenFlowTextError('Incorrect instruction ordering');
  }
  return actions;
}

function parseAction(key: string, value: string, context: ActionContext): OfAction {
  const parser = PARSERS.get(key.toLowerCase());
  if (parser !== undefined) return parser(value, context);
  const port = readPort(key, context.log);
  if (port === undefined) throw new OpenFlowTextError(`unknown action ${key}`);
  return { type: 'output', port };
}

function checkOrder(
  previous: Instruction | undefined,
  next: Instruction,
  allowInstructions: boolean,
): void {
  if (next !== 'apply_actions') {
    if (!allowInstructions) {
      throw new OpenFlowTextError(`only actions are allowed here (not instruction ${next})`);
    }
    if (next === previous) {
      throw new OpenFlowTextError(`instruction ${next} may be specified only once`);
    }
  }
  if (previous !== undefined && INSTRUCTIONS.indexOf(next) < INSTRUCTIONS.indexOf(previous)) {
    throw new OpenFlowTextError(`instruction ${next} must be specified before ${previous}`);
  }
}

const ct: ActionParser = (value, context) => {
  let action: OfAction & { type: 'ct' } = { type: 'ct', commit: false, zone: 0, exec: [] };
  for (const item of keyValues(value)) {
    switch (item.key) {
      case 'commit':
        action = { ...action, commit: true };
        break;
      case 'table': {
        const table = parseSmall(item.value, 'recirc_table', 8);
        if (table === 255) throw new OpenFlowTextError('invalid table 0xff');
        action = { ...action, table };
        break;
      }
      case 'zone': {
        const number = integerAtStart(item.value);
        const plain =
          number?.end === item.value.length && number.value >= 0n && number.value <= 65535n;
        action = { ...action, zone: plain ? Number(number.value) : parseSubfield(item.value) };
        break;
      }
      case 'alg':
        if (item.value !== 'ftp') {
          throw new OpenFlowTextError(`invalid conntrack helper "${item.value}"`);
        }
        action = { ...action, alg: 'ftp' };
        break;
      case 'exec':
        // Like the reference, this discards the formats of the previous actions.
        context.protocols = PROTOCOLS.ANY;
        action = { ...action, exec: parseList(item.value, context, false, 'ct') };
        break;
      default:
        throw new OpenFlowTextError(`invalid argument to "ct" action: \`${item.key}'`);
    }
  }
  return action;
};

const meter: ActionParser = (value, context) => {
  context.protocols &= PROTOCOLS.OF13_UP;
  return { type: 'meter', meter: Number(parseWide(value, 32)) };
};

const writeActions: ActionParser = (value, context) => ({
  type: 'write_actions',
  actions: parseList(value, context, false, 'write_actions'),
});

const writeMetadata: ActionParser = (text, context) => {
  context.protocols &= PROTOCOLS.NXM_OF11_UP;
  const slash = text.indexOf('/');
  const mask = slash < 0 ? lowBits(64) : parseWide(text.slice(slash + 1), 64);
  const value = parseWide(slash < 0 ? text : text.slice(0, slash), 64);
  return { type: 'write_metadata', value, mask };
};

const gotoTable: ActionParser = (value) => {
  const [table = ''] = value.split(',');
  if (table === '') throw new OpenFlowTextError('instruction goto-table needs table id');
  return { type: 'goto_table', table: parseSmall(table, 'table', 8) };
};

/** The parsers of actions and instructions, by name. */
const PARSERS: ReadonlyMap<string, ActionParser> = new Map<string, ActionParser>([
  ...OUTPUT_ROWS,
  ...FIELD_ROWS,
  ...HEADER_ROWS,
  ...OTHER_ROWS,
  ['ct', ct],
  ['meter', meter],
  ['write_actions', writeActions],
  ['write_metadata', writeMetadata],
  ['goto_table', gotoTable],
  ['clear_actions', always({ type: 'clear_actions' })],
]);

/** The names of all actions and instructions, except ports and `drop`. */
export const ACTION_NAMES: readonly string[] = [...PARSERS.keys()];
