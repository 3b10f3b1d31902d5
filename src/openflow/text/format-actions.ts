/** Formats actions. Mirrors `ofpacts_format()`. */

import { formatIpv4, formatMac } from '../../lib/addresses.js';
import type { CtAction, LearnAction, LearnSpec, OfAction, Subfield } from '../model/actions.js';
import { FIELDS, lowBits } from '../model/fields.js';
import { DEFAULT_PRIORITY } from '../model/flow-entry.js';
import { PORT, PORT_MAX } from '../model/openflow-ports.js';
import { formatFieldValue } from '../values/field-values.js';
import { formatPort } from '../values/port-text.js';
import { hex } from '../values/scanning.js';
import { formatSubfield, sameSubfield } from '../values/subfields.js';

/** Returns the text of a list of actions. */
export function formatActionList(actions: readonly OfAction[]): string {
  if (actions.length === 0) return 'drop';
  if (actions.length === 1 && actions[0] !== undefined) return formatAction(actions[0]);
  let text = '';
  for (const action of actions)
    text += text === '' ? formatAction(action) : `,${formatAction(action)}`;
  return text;
}

/** Returns the text of an action. */
export function formatAction(action: OfAction): string {
  switch (action.type) {
    case 'output':
      return formatOutput(action.port, action.maxLen ?? 0);
    case 'group':
      return `group:${action.group}`;
    case 'controller':
      return formatController(action);
    case 'enqueue':
      return `enqueue:${formatPort(action.port)}:${action.queue}`;
    case 'output_reg':
      return `output:${formatSubfield(action.source)}`;
    case 'bundle': {
      const { fields, basis, algorithm, destination } = action;
      const name = destination === undefined ? 'bundle' : 'bundle_load';
      const target = destination === undefined ? '' : `${formatSubfield(destination)},`;
      const ports = action.ports.map(formatPort).join(',');
      return `${name}(${fields},${basis},${algorithm},ofport,${target}slaves:${ports})`;
    }
    case 'set_field':
      return `set_field:${formatFieldValue(action.field, action.value, action.mask)}->${action.field}`;
    case 'load':
      return formatLoad(action.destination, action.value);
    case 'set_vlan_vid':
      return `${action.pushIfNeeded ? 'mod_vlan_vid' : 'set_vlan_vid'}:${action.vid}`;
    case 'set_vlan_pcp':
      return `${action.pushIfNeeded ? 'mod_vlan_pcp' : 'set_vlan_pcp'}:${action.pcp}`;
    case 'strip_vlan':
      return action.pop === true ? 'pop_vlan' : 'strip_vlan';
    case 'push_vlan':
      return `push_vlan:${hex(action.etherType)}`;
    case 'mod_dl_src':
    case 'mod_dl_dst':
      return `${action.type}:${formatMac(action.mac)}`;
    case 'mod_nw_src':
    case 'mod_nw_dst':
      return `${action.type}:${formatIpv4(action.ip)}`;
    case 'mod_nw_tos':
    case 'mod_nw_ecn':
    case 'mod_nw_ttl':
      return `${action.type}:${action.value}`;
    case 'mod_tp_src':
    case 'mod_tp_dst':
      return `${action.type}:${action.port}`;
    case 'move':
      return `move:${formatSubfield(action.source)}->${formatSubfield(action.destination)}`;
    case 'push':
    case 'pop':
      return `${action.type}:${formatSubfield(action.subfield)}`;
    case 'dec_ttl':
      return action.listed === true ? `dec_ttl(${action.controllers.join(',')})` : 'dec_ttl';
    case 'set_mpls_label':
      return `set_mpls_label(${action.label})`;
    case 'set_mpls_tc':
    case 'set_mpls_ttl':
      // The reference prints the traffic class under the name of the TTL, too.
      return `set_mpls_ttl(${action.value})`;
    case 'push_mpls':
    case 'pop_mpls':
      return `${action.type}:0x${action.etherType.toString(16).padStart(4, '0')}`;
    case 'set_tunnel': {
      const wide = action.wide || action.id > 0xffffffffn;
      return `set_tunnel${wide ? '64' : ''}:${hex(action.id)}`;
    }
    case 'set_queue':
      return `set_queue:${action.queue}`;
    case 'fin_timeout':
      return formatFinTimeout(action.idle, action.hard);
    case 'resubmit':
      return formatResubmit(action.inPort, action.table);
    case 'learn':
      return formatLearn(action);
    case 'conjunction':
      return `conjunction(${action.id},${action.clause + 1}/${action.clauses})`;
    case 'multipath': {
      const { fields, basis, algorithm, links, argument } = action;
      const target = formatSubfield(action.destination);
      return `multipath(${fields},${basis},${algorithm},${links},${argument & 0xffff},${target})`;
    }
    case 'note':
      return `note:${Array.from(action.data, (byte) => byte.toString(16).padStart(2, '0')).join('.')}`;
    case 'sample':
      return `sample(probability=${action.probability},collector_set_id=${action.collectorSet},obs_domain_id=${action.observationDomain},obs_point_id=${action.observationPoint})`;
    case 'ct':
      return formatCt(action);
    case 'meter':
      return `meter:${action.meter}`;
    case 'write_actions':
      return `write_actions(${formatActionList(action.actions)})`;
    case 'write_metadata': {
      const mask = action.mask === lowBits(64) ? '' : `/${hex(action.mask)}`;
      return `write_metadata:${hex(action.value)}${mask}`;
    }
    case 'goto_table':
      return `goto_table:${action.table}`;
    case 'dec_mpls_ttl':
    case 'pop_queue':
    case 'exit':
    case 'debug_recirc':
    case 'clear_actions':
      return action.type;
  }
}

function formatOutput(port: number, maxLen: number): string {
  if (port < PORT_MAX) return `output:${port}`;
  const name = formatPort(port);
  return port === PORT.CONTROLLER ? `${name}:${maxLen}` : name;
}

function formatController(action: OfAction & { type: 'controller' }): string {
  if (action.reason === 'action' && action.id === 0) return `CONTROLLER:${action.maxLen}`;
  const items = [];
  if (action.reason !== 'action') items.push(`reason=${action.reason}`);
  if (action.maxLen !== 0xffff) items.push(`max_len=${action.maxLen}`);
  if (action.id !== 0) items.push(`id=${action.id}`);
  return `controller(${items.join(',')})`;
}

/** Returns the loads of a field; a load sets at most 64 bits. */
function formatLoad({ field, offset, width }: Subfield, value: bigint): string {
  if (width <= 64) return `load:${hex(value)}->${formatSubfield({ field, offset, width })}`;
  const low = { field, offset, width: 64 };
  const high = { field, offset: offset + 64, width: width - 64 };
  return `${formatLoad(low, value & lowBits(64))},${formatLoad(high, value >> 64n)}`;
}

function formatFinTimeout(idle: number, hard: number): string {
  const items = [];
  if (idle !== 0) items.push(`idle_timeout=${idle}`);
  if (hard !== 0) items.push(`hard_timeout=${hard}`);
  return `fin_timeout(${items.join(',')})`;
}

function formatResubmit(inPort: number | undefined, table: number | undefined): string {
  const port = inPort === undefined || inPort === PORT.IN_PORT ? '' : formatPort(inPort);
  if (port !== '' && table === undefined) return `resubmit:${port}`;
  return `resubmit(${port},${table ?? ''})`;
}

function formatCt(action: CtAction): string {
  const items = [];
  if (action.commit) items.push('commit');
  if (action.table !== undefined) items.push(`table=${action.table}`);
  if (typeof action.zone !== 'number') items.push(`zone=${formatSubfield(action.zone)}`);
  else if (action.zone !== 0) items.push(`zone=${action.zone}`);
  if (action.exec.length > 0) items.push(`exec(${formatActionList(action.exec)})`);
  if (action.alg !== undefined) items.push(`alg=${action.alg}`);
  return `ct(${items.join(',')})`;
}

function formatLearn(action: LearnAction): string {
  const items = [`table=${action.table}`];
  const timeouts: readonly (readonly [string, number])[] = [
    ['idle_timeout', action.idleTimeout],
    ['hard_timeout', action.hardTimeout],
    ['fin_idle_timeout', action.finIdleTimeout],
    ['fin_hard_timeout', action.finHardTimeout],
  ];
  for (const [name, seconds] of timeouts) if (seconds !== 0) items.push(`${name}=${seconds}`);
  if (action.priority !== DEFAULT_PRIORITY) items.push(`priority=${action.priority}`);
  if (action.sendFlowRemoved) items.push('send_flow_rem');
  if (action.deleteLearned) items.push('delete_learned');
  if (action.cookie !== 0n) items.push(`cookie=${hex(action.cookie)}`);
  return `learn(${[...items, ...action.specs.map(formatLearnSpec)].join(',')})`;
}

function formatLearnSpec(spec: LearnSpec): string {
  if (spec.type === 'output') return `output:${formatSubfield(spec.source)}`;
  const { destination, source } = spec;
  const target = formatSubfield(destination);
  const constant = typeof source === 'bigint';
  if (spec.type === 'load') {
    return `load:${constant ? hex(source) : formatSubfield(source)}->${target}`;
  }
  if (!constant) {
    return sameSubfield(source, destination) ? target : `${target}=${formatSubfield(source)}`;
  }
  const whole = destination.width === FIELDS[destination.field].bits;
  return whole
    ? `${destination.field}=${formatFieldValue(destination.field, source)}`
    : `${target}=${hex(source)}`;
}
