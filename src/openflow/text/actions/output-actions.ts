/** Parses the actions that output packets. */
import { CONTROLLER_REASONS, type ControllerReason } from '../../model/actions.js';
import { PORT } from '../../model/openflow-ports.js';
import { readPort } from '../../values/port-text.js';
import { keyValues, OpenFlowTextError, parseSmall, parseWide } from '../../values/scanning.js';
import { parseSubfield } from '../../values/subfields.js';
import { type ActionParser, type ActionRows, always } from './action-parser.js';
import { parseBundle } from './parse-choice.js';

const output: ActionParser = (value, context) => {
  if (value.includes('[')) {
    return { type: 'output_reg', source: parseSubfield(value), maxLen: 0xffff };
  }
  const port = readPort(value, context.log);
  if (port === undefined) throw new OpenFlowTextError(`${value}: output to unknown port`);
  return port === PORT.CONTROLLER
    ? { type: 'output', port, maxLen: 0xffff }
    : { type: 'output', port };
};

const controller: ActionParser = (value) => {
  let reason: ControllerReason = 'action';
  let maxLen = 0xffff;
  let id = 0;
  if (/^[0-9]+$/.test(value)) {
    maxLen = parseSmall(value, 'max_len', 16);
  } else {
    for (const item of keyValues(value)) {
      switch (item.key) {
        case 'reason': {
          const known = CONTROLLER_REASONS.find((word) => word === item.value.toLowerCase());
          if (known === undefined) throw new OpenFlowTextError(`unknown reason "${item.value}"`);
          reason = known;
          break;
        }
        case 'max_len':
          maxLen = parseSmall(item.value, 'max_len', 16);
          break;
        case 'id':
          id = parseSmall(item.value, 'id', 16);
          break;
        default:
          throw new OpenFlowTextError(`unknown key "${item.key}" parsing controller action`);
      }
    }
  }
  return reason === 'action' && id === 0
    ? { type: 'output', port: PORT.CONTROLLER, maxLen }
    : { type: 'controller', maxLen, reason, id };
};

const enqueue: ActionParser = (value, context) => {
  const found = /^[:q,]*([^:q,]+)[:q,](.+)$/s.exec(value);
  const [, portText, queue] = found ?? [];
  if (portText === undefined || queue === undefined) {
    throw new OpenFlowTextError(
      '"enqueue" syntax is "enqueue:PORT:QUEUE" or "enqueue(PORT,QUEUE)"',
    );
  }
  const port = readPort(portText, context.log);
  if (port === undefined) throw new OpenFlowTextError(`${portText}: enqueue to unknown port`);
  return { type: 'enqueue', port, queue: Number(parseWide(queue, 32)) };
};

const resubmit: ActionParser = (value, context) => {
  const [portText = '', tableText = ''] = value.split(',');
  const port = portText === '' ? PORT.IN_PORT : readPort(portText, context.log);
  if (port === undefined) throw new OpenFlowTextError(`${portText}: resubmit to unknown port`);
  const table = tableText === '' ? 255 : Number(parseWide(tableText, 32)) & 0xff;
  if (port === PORT.IN_PORT && table === 255) {
    throw new OpenFlowTextError('at least one "in_port" or "table" must be specified  on resubmit');
  }
  return {
    type: 'resubmit',
    ...(port === PORT.IN_PORT ? {} : { inPort: port }),
    ...(table === 255 ? {} : { table }),
  };
};

export const OUTPUT_ROWS: ActionRows = [
  ['output', output],
  ['output_reg', output],
  ['group', (value) => ({ type: 'group', group: Number(parseWide(value, 32)) })],
  ['controller', controller],
  ['enqueue', enqueue],
  ['bundle', (value, { log }) => parseBundle(value, false, log)],
  ['bundle_load', (value, { log }) => parseBundle(value, true, log)],
  ['set_queue', (value) => ({ type: 'set_queue', queue: Number(parseWide(value, 32)) })],
  ['pop_queue', always({ type: 'pop_queue' })],
  ['resubmit', resubmit],
];
