/** Reads the arguments of each action that has no other actions within it. */

import { parseIpv4 } from '../lib/addresses.js';
import type { ControllerReason, OfAction } from './actions.js';
import {
  formatFieldValue,
  isValueValid,
  parseFieldInteger,
  parseFieldValue,
} from './field-values.js';
import { FIELDS, fieldByName, lowBits } from './fields.js';
import { parseBundle, parseMultipath } from './parse-choice.js';
import { parseLearn } from './parse-learn.js';
import { PORT, parsePort } from './ports.js';
import { PROTOCOLS, type Protocols } from './protocols.js';
import { parseMove, parseSubfield, parseSubfieldAtStart } from './subfields.js';
import {
  keyValues,
  leadingDecimal,
  OpenFlowTextError,
  parseSmall,
  parseWide,
  scanInteger,
  type TextLog,
} from './text.js';

/** What the parsers of actions share: where remarks go, and the formats that are left. */
export interface ActionContext {
  protocols: Protocols;
  readonly log: TextLog;
}

/** Makes an action of the text of its arguments. */
export type ActionParser = (value: string, context: ActionContext) => OfAction;

/** A port by number or reserved name, with the remarks that go with it. */
export function readPort(text: string, { log }: ActionContext): number | undefined {
  const { port, warning } = parsePort(text);
  if (warning !== undefined) log('WARN', 'ofp_util', warning);
  return port;
}

export const always =
  (action: OfAction): ActionParser =>
  () =>
    action;

const output: ActionParser = (value, context) => {
  if (value.includes('[')) {
    return { type: 'output_reg', source: parseSubfield(value), maxLen: 0xffff };
  }
  const port = readPort(value, context);
  if (port === undefined) throw new OpenFlowTextError(`${value}: output to unknown port`);
  return port === PORT.CONTROLLER
    ? { type: 'output', port, maxLen: 0xffff }
    : { type: 'output', port };
};

const CONTROLLER_REASONS: readonly ControllerReason[] = [
  'no_match',
  'action',
  'invalid_ttl',
  'action_set',
  'group',
  'packet_out',
];

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
  const port = readPort(portText, context);
  if (port === undefined) throw new OpenFlowTextError(`${portText}: enqueue to unknown port`);
  return { type: 'enqueue', port, queue: Number(parseWide(queue, 32)) };
};

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

const setVlanVid =
  (pushIfNeeded: boolean): ActionParser =>
  (value) => {
    const vid = parseSmall(value, 'VLAN VID', 16);
    if (vid > 0xfff) throw new OpenFlowTextError(`${value}: not a valid VLAN VID`);
    return { type: 'set_vlan_vid', vid, pushIfNeeded };
  };

const setVlanPcp =
  (pushIfNeeded: boolean): ActionParser =>
  (value) => {
    const pcp = parseSmall(value, 'VLAN PCP', 8);
    if (pcp > 7) throw new OpenFlowTextError(`${value}: not a valid VLAN PCP`);
    return { type: 'set_vlan_pcp', pcp, pushIfNeeded };
  };

const VLAN_8021Q = 0x8100;

const pushVlan: ActionParser = (value, context) => {
  context.protocols &= PROTOCOLS.OF11_UP;
  const etherType = parseSmall(value, 'ethertype', 16);
  if (etherType !== VLAN_8021Q) {
    throw new OpenFlowTextError(`${value}: not a valid VLAN ethertype`);
  }
  return { type: 'push_vlan', etherType };
};

const setMac =
  (type: 'mod_dl_src' | 'mod_dl_dst'): ActionParser =>
  (value) => {
    const parts = /^\s*([0-9a-f]+(?::[0-9a-f]+){5})/i.exec(value)?.[1]?.split(':');
    if (parts === undefined) throw new OpenFlowTextError(`invalid mac address ${value}`);
    const mac = parts.reduce((sum, part) => (sum << 8n) | (BigInt(`0x${part}`) & 0xffn), 0n);
    return { type, mac };
  };

const setIp =
  (type: 'mod_nw_src' | 'mod_nw_dst'): ActionParser =>
  (value, { log }) => {
    const ip = parseIpv4(value);
    if (ip === undefined) {
      log('ERR', 'socket_util', `"${value}" is not a valid IP address`);
      throw new OpenFlowTextError(`${value}: could not convert to IP address`);
    }
    return { type, ip };
  };

const setByte =
  (
    type: 'mod_nw_tos' | 'mod_nw_ecn' | 'mod_nw_ttl',
    title: string,
    allowed: number,
  ): ActionParser =>
  (text) => {
    const value = parseSmall(text, title, 8);
    if ((value & ~allowed) !== 0) throw new OpenFlowTextError(`${text}: not a valid ${title}`);
    return { type, value };
  };

const setPort =
  (type: 'mod_tp_src' | 'mod_tp_dst', title: string): ActionParser =>
  (value) => ({ type, port: parseSmall(value, title, 16) });

const stack =
  (type: 'push' | 'pop'): ActionParser =>
  (value) => {
    const { subfield, rest } = parseSubfieldAtStart(value);
    if (rest !== '') {
      throw new OpenFlowTextError(`${rest}: trailing garbage following push or pop`);
    }
    return { type, subfield };
  };

const decTtl: ActionParser = (value) => {
  if (value === '') return { type: 'dec_ttl', controllers: [0] };
  const controllers = value.split(/[, ]+/).filter((part) => part !== '');
  if (controllers.length === 0) {
    throw new OpenFlowTextError('dec_ttl_cnt_ids: expected at least one controller id.');
  }
  return {
    type: 'dec_ttl',
    controllers: controllers.map((id) => leadingDecimal(id) & 0xffff),
    listed: true,
  };
};

/** The number after the name of an MPLS action, which takes anything but nothing. */
function mplsNumber(name: string, what: string, value: string): number {
  if (value === '') throw new OpenFlowTextError(`${name}: expected ${what}.`);
  return leadingDecimal(value);
}

const mplsType =
  (type: 'push_mpls' | 'pop_mpls'): ActionParser =>
  (value) => ({ type, etherType: parseSmall(value, type, 16) });

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

const resubmit: ActionParser = (value, context) => {
  const [portText = '', tableText = ''] = value.split(',');
  const port = portText === '' ? PORT.IN_PORT : readPort(portText, context);
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

const CONJUNCTION = /^\s*([+-]?(?:0[xX][0-9a-fA-F]+|\d+))\s*,\s*([+-]?\d+)\s*\/\s*([+-]?\d+)\s*$/;

const conjunction: ActionParser = (value) => {
  const [, idText, clauseText, countText] = CONJUNCTION.exec(value) ?? [];
  if (idText === undefined) {
    throw new OpenFlowTextError('"conjunction" syntax is "conjunction(id,i/n)"');
  }
  const id = Number(BigInt.asUintN(32, scanInteger(idText)?.value ?? 0n));
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

/** The actions by the names that text has for them. */
export const ACTION_PARSERS: ReadonlyMap<string, ActionParser> = new Map<string, ActionParser>([
  ['output', output],
  ['output_reg', output],
  ['group', (value) => ({ type: 'group', group: Number(parseWide(value, 32)) })],
  ['controller', controller],
  ['enqueue', enqueue],
  ['bundle', (value, { log }) => parseBundle(value, false, log)],
  ['bundle_load', (value, { log }) => parseBundle(value, true, log)],
  ['set_field', setField],
  ['load', load],
  ['set_vlan_vid', setVlanVid(false)],
  ['mod_vlan_vid', setVlanVid(true)],
  ['set_vlan_pcp', setVlanPcp(false)],
  ['mod_vlan_pcp', setVlanPcp(true)],
  ['strip_vlan', always({ type: 'strip_vlan' })],
  ['pop_vlan', always({ type: 'strip_vlan', pop: true })],
  ['push_vlan', pushVlan],
  ['mod_dl_src', setMac('mod_dl_src')],
  ['mod_dl_dst', setMac('mod_dl_dst')],
  ['mod_nw_src', setIp('mod_nw_src')],
  ['mod_nw_dst', setIp('mod_nw_dst')],
  ['mod_nw_tos', setByte('mod_nw_tos', 'TOS', 0xfc)],
  ['mod_nw_ecn', setByte('mod_nw_ecn', 'ECN', 0x03)],
  ['mod_nw_ttl', setByte('mod_nw_ttl', 'TTL', 0xff)],
  ['set_nw_ttl', setByte('mod_nw_ttl', 'TTL', 0xff)],
  ['mod_tp_src', setPort('mod_tp_src', 'source port')],
  ['mod_tp_dst', setPort('mod_tp_dst', 'destination port')],
  ['move', (value) => ({ type: 'move', ...parseMove(value) })],
  ['push', stack('push')],
  ['pop', stack('pop')],
  ['dec_ttl', decTtl],
  [
    'set_mpls_label',
    (value) => ({
      type: 'set_mpls_label',
      label: mplsNumber('set_mpls_label', 'label', value) >>> 0,
    }),
  ],
  [
    'set_mpls_tc',
    (value) => ({
      type: 'set_mpls_tc',
      value: mplsNumber('set_mpls_tc', 'tc', value) & 0xff,
    }),
  ],
  [
    'set_mpls_ttl',
    (value) => ({
      type: 'set_mpls_ttl',
      value: mplsNumber('set_mpls_ttl', 'ttl', value) & 0xff,
    }),
  ],
  ['dec_mpls_ttl', always({ type: 'dec_mpls_ttl' })],
  ['push_mpls', mplsType('push_mpls')],
  ['pop_mpls', mplsType('pop_mpls')],
  ['set_tunnel', (value) => ({ type: 'set_tunnel', id: parseWide(value, 64), wide: false })],
  ['set_tunnel64', (value) => ({ type: 'set_tunnel', id: parseWide(value, 64), wide: true })],
  ['set_queue', (value) => ({ type: 'set_queue', queue: Number(parseWide(value, 32)) })],
  ['pop_queue', always({ type: 'pop_queue' })],
  ['fin_timeout', finTimeout],
  ['resubmit', resubmit],
  ['learn', (value, { log }) => parseLearn(value, log)],
  ['conjunction', conjunction],
  ['multipath', parseMultipath],
  ['note', note],
  ['exit', always({ type: 'exit' })],
  ['sample', sample],
  ['debug_recirc', always({ type: 'debug_recirc' })],
]);
