/** Parses the actions about flows, connections and samples, and notes. */

import {
  integerAtStart,
  keyValues,
  OpenFlowTextError,
  parseSmall,
  parseWide,
} from '../../values/scanning.js';
import { type ActionParser, type ActionRows, always } from './action-parser.js';
import { parseLearn } from './parse-learn.js';

const finTimeout: ActionParser = (value) => {
  let idle = 0;
  let hard = 0;
  for (const item of keyValues(value)) {
    if (item.key === 'idle_timeout') idle = parseSmall(item.value, item.key, 16);
    else if (item.key === 'hard_timeout') hard = parseSmall(item.value, item.key, 16);
    else throw new OpenFlowTextError(`invalid key '${item.key}' in 'fin_timeout' argument`);
  }
  return { type: 'fin_timeout', idle, hard };
};

const CONJUNCTION = /^\s*([+-]?(?:0[xX][0-9a-fA-F]+|\d+))\s*,\s*([+-]?\d+)\s*\/\s*([+-]?\d+)\s*$/;

const conjunction: ActionParser = (value) => {
  const [, idText, clauseText, countText] = CONJUNCTION.exec(value) ?? [];
  if (idText === undefined) {
    throw new OpenFlowTextError('"conjunction" syntax is "conjunction(id,i/n)"');
  }
  const id = Number(BigInt.asUintN(32, integerAtStart(idText)?.value ?? 0n));
  const clause = Number(clauseText) & 0xff;
  const clauses = Number(countText) & 0xff;
  if (clauses < 2) throw new OpenFlowTextError('conjunction must have at least 2 clauses');
  if (clauses > 64) throw new OpenFlowTextError('conjunction must have at most 64 clauses');
  if (clause < 1) throw new OpenFlowTextError('clause index must be positive');
  if (clause > clauses) {
    throw new OpenFlowTextError('clause index must be less than or equal to number of clauses');
  }
  return { type: 'conjunction', id, clause: clause - 1, clauses };
};

const note: ActionParser = (value) => {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    rest = rest.replace(/^\./, '');
    if (rest === '') break;
    const digits = /^[0-9a-fA-F]{2}/.exec(rest)?.[0];
    if (digits === undefined) {
      throw new OpenFlowTextError("bad hex digit in `note' argument");
    }
    bytes.push(Number.parseInt(digits, 16));
    rest = rest.slice(2);
  }
  return { type: 'note', data: Uint8Array.from(bytes) };
};

const sample: ActionParser = (value) => {
  let probability = 0;
  const ids = { collector_set_id: 0, obs_domain_id: 0, obs_point_id: 0 };
  for (const item of keyValues(value)) {
    switch (item.key) {
      case 'probability':
        probability = parseSmall(item.value, 'probability', 16);
        if (probability === 0) {
          throw new OpenFlowTextError(`invalid probability value "${item.value}"`);
        }
        break;
      case 'collector_set_id':
      case 'obs_domain_id':
      case 'obs_point_id':
        ids[item.key] = Number(parseWide(item.value, 32));
        break;
      default:
        throw new OpenFlowTextError(`invalid key "${item.key}" in "sample" argument`);
    }
  }
  if (probability === 0) {
    throw new OpenFlowTextError('non-zero "probability" must be specified on sample');
  }
  return {
    type: 'sample',
    probability,
    collectorSet: ids.collector_set_id,
    observationDomain: ids.obs_domain_id,
    observationPoint: ids.obs_point_id,
  };
};

export const OTHER_ROWS: ActionRows = [
  ['fin_timeout', finTimeout],
  ['learn', (value, { log }) => parseLearn(value, log)],
  ['conjunction', conjunction],
  ['note', note],
  ['exit', always({ type: 'exit' })],
  ['sample', sample],
  ['debug_recirc', always({ type: 'debug_recirc' })],
];
