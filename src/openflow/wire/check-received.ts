/**
 * Checks actions as the receiver of a message does while decoding them: individually, without
 * regard to the flow's match. Mirrors the checks in the `decode_*()` functions of
 * `lib/ofp-actions.c`.
 */

import { type OfAction, SETTING_ACTIONS, type Subfield } from '../model/actions.js';
import { OpenFlowError, type OpenFlowErrorName } from '../model/errors.js';
import { FIELDS, fullMask } from '../model/fields.js';
import { VLAN_CFI } from '../model/members.js';
import { isMpls } from '../model/protocol-numbers.js';
import { type OpenFlowVersion, versionName } from '../model/protocols.js';
import { checkNesting } from '../rules/check-nesting.js';
import { formatFieldValue, isValueValid } from '../values/field-values.js';
import { BAD_ACTION, BAD_SUBFIELD, type TextLog } from '../values/text-log.js';
import { encodeActions } from './encode-actions.js';
import { hexDump } from './hex-dump.js';

/** The reader of a message: a switch, which allows debugging actions, or a tool, which logs. */
export type MessageReader =
  | { readonly is: 'switch' }
  | { readonly is: 'tool'; readonly log: TextLog };

/** A reader with the version of the message. */
export interface Receiver {
  readonly version: OpenFlowVersion;
  readonly log: TextLog;
  readonly reader: MessageReader;
}

const receiver = (version: OpenFlowVersion, reader: MessageReader): Receiver => ({
  version,
  log: reader.is === 'tool' ? reader.log : () => {},
  reader,
});

/**
 * Checks a list of actions that has arrived.
 *
 * @throws OpenFlowError for the first invalid action, after a warning in the log.
 */
export function checkReceivedActions(
  actions: readonly OfAction[],
  version: OpenFlowVersion,
  reader: MessageReader,
): void {
  checkList(actions, receiver(version, reader));
}

/**
 * Checks the actions and instructions of a flow.
 *
 * @throws OpenFlowError for the first invalid one, after a warning in the log.
 */
export function checkReceivedInstructions(
  actions: readonly OfAction[],
  version: OpenFlowVersion,
  reader: MessageReader,
): void {
  const plain = version === 10 ? actions : actions.filter(({ type }) => !OWN_INSTRUCTION.has(type));
  checkReceivedActions(plain, version, reader);
  for (const action of version === 10 ? [] : actions) {
    if (action.type !== 'write_actions') continue;
    checkReceivedActions(action.actions, version, reader);
    checkActionSet(action.actions, version, reader);
  }
  checkNesting(actions, receiver(version, reader).log);
}

/** The actions that are instructions in OpenFlow 1.1 and later. */
const OWN_INSTRUCTION: ReadonlySet<OfAction['type']> = new Set([
  'meter',
  'clear_actions',
  'write_actions',
  'write_metadata',
  'goto_table',
]);

/** The kinds of actions that an action set can hold. */
const IN_ACTION_SET: ReadonlySet<OfAction['type']> = new Set([
  'dec_mpls_ttl',
  'dec_ttl',
  'group',
  'output',
  'pop_mpls',
  'push_mpls',
  'push_vlan',
  ...SETTING_ACTIONS,
  'set_queue',
  'strip_vlan',
]);

/** Checks that the actions of an action set are of kinds that it can hold. */
export function checkActionSet(
  actions: readonly OfAction[],
  version: OpenFlowVersion,
  reader: MessageReader,
): void {
  if (actions.every(({ type }) => IN_ACTION_SET.has(type))) return;
  const { log } = receiver(version, reader);
  log('WARN', 'ofp_actions', 'disallowed action in action set', BAD_ACTION);
  throw new OpenFlowError('OFPBAC_BAD_TYPE');
}

function checkList(actions: readonly OfAction[], by: Receiver): void {
  for (const [i, action] of actions.entries()) {
    sayDeprecated(action, by);
    const code = actionFault(action, by);
    if (code === undefined) continue;
    const offset = encodeActions(actions.slice(0, i), by.version).length;
    const at = offset === 0 ? '0' : `0x${offset.toString(16)}`;
    const dump = hexDump(encodeActions(actions, by.version), false).trimEnd();
    const why = `bad action at offset ${at} (${code}):\n${dump}`;
    by.log('WARN', 'ofp_actions', why, BAD_ACTION);
    throw new OpenFlowError(code);
  }
}

/** The actions for which OpenFlow 1.2 and later prefer `set_field`. */
const DEPRECATED: ReadonlyMap<OfAction['type'], string> = new Map([
  ['mod_tp_src', 'OFPAT_SET_TP_SRC'],
  ['mod_tp_dst', 'OFPAT_SET_TP_DST'],
  ['set_mpls_ttl', 'OFPAT_SET_MPLS_TTL'],
]);

function sayDeprecated({ type }: OfAction, { version, log }: Receiver): void {
  const name = version < 12 ? undefined : DEPRECATED.get(type);
  if (name === undefined) return;
  log(
    'INFO',
    'ofp_actions',
    `${name} is deprecated in ${versionName(version)} (use Set-Field)`,
    BAD_ACTION,
  );
}

/** Returns the error in an action by itself, after a warning in the log. */
export function actionFault(action: OfAction, by: Receiver): OpenFlowErrorName | undefined {
  switch (action.type) {
    case 'push_mpls':
      return isMpls(BigInt(action.etherType)) ? undefined : 'OFPBAC_BAD_ARGUMENT';
    case 'set_field':
      return setFieldFault(action, by);
    case 'load':
    case 'move':
      return destinationFault(action.destination, by);
    case 'multipath':
      return multipathFault(action, by) ?? destinationFault(action.destination, by);
    case 'bundle':
      return action.destination && bundleTargetFault(action.destination, by);
    case 'pop':
      return destinationFault(action.subfield, by);
    case 'ct':
      return ctFault(action, by);
    case 'debug_recirc':
      return by.reader.is === 'switch' ? undefined : 'OFPBAC_BAD_VENDOR_TYPE';
    default:
      return undefined;
  }
}

function setFieldFault(
  { field, value, mask, extension }: Extract<OfAction, { type: 'set_field' }>,
  { version, log }: Receiver,
): OpenFlowErrorName | undefined {
  const info = FIELDS[field];
  const error = 'OFPBAC_BAD_SET_ARGUMENT';
  // As a load it may set whatever fits into the field.
  const isWhole = mask === fullMask(info);
  const isLoad = version < 12 || (version < 15 && (!isWhole || extension === true));
  if (!isLoad && field === 'in_port_oxm') return error;
  if (!info.writable) {
    log('WARN', 'ofp_actions', `destination field ${field} is not writable`, BAD_ACTION);
    return error;
  }
  if (isLoad) return undefined;
  const lacksHeader = field === 'vlan_vid' && (value & mask & VLAN_CFI) === 0n;
  if (isValueValid(field, value) && !lacksHeader) return undefined;
  const shown = formatFieldValue(field, value);
  log('WARN', 'ofp_actions', `Invalid value for set field ${field}: ${shown}`, BAD_ACTION);
  return error;
}

function destinationFault({ field }: Subfield, { log }: Receiver): OpenFlowErrorName | undefined {
  if (FIELDS[field].writable) return undefined;
  log('WARN', 'meta_flow', `destination field ${field} is not writable`, BAD_SUBFIELD);
  return 'OFPBAC_BAD_SET_ARGUMENT';
}

/** The width of a port number. */
const PORT_BITS = 16;

function bundleTargetFault(target: Subfield, by: Receiver): OpenFlowErrorName | undefined {
  if (target.width >= PORT_BITS) return destinationFault(target, by);
  const why = `bundle_load action requires at least ${PORT_BITS} bit destination.`;
  by.log('WARN', 'ofp_actions', why, BAD_ACTION);
  return 'OFPBAC_BAD_ARGUMENT';
}

function multipathFault(
  { links, destination }: Extract<OfAction, { type: 'multipath' }>,
  { log }: Receiver,
): OpenFlowErrorName | undefined {
  const needed = Math.ceil(Math.log2(links));
  if (destination.width >= needed) return undefined;
  const why = `multipath action requires at least ${needed} bits for ${links} links`;
  log('WARN', 'ofp_actions', why, BAD_ACTION);
  return 'OFPBAC_BAD_ARGUMENT';
}

const ZONE_BITS = 16;

function ctFault(
  { zone, exec, commit }: Extract<OfAction, { type: 'ct' }>,
  by: Receiver,
): OpenFlowErrorName | undefined {
  if (typeof zone !== 'number' && zone.width !== ZONE_BITS) {
    const range = `[${ZONE_BITS}..${ZONE_BITS}]`;
    // A message has 6 bits for the width.
    const width = ((zone.width - 1) % 64) + 1;
    const why = `zone n_bits ${width} not within valid range ${range}`;
    by.log('WARN', 'ofp_actions', why, BAD_ACTION);
    return 'OFPBAC_BAD_SET_LEN';
  }
  try {
    checkList(exec, by);
  } catch (error) {
    if (error instanceof OpenFlowError) return error.code;
    throw error;
  }
  if (exec.length === 0 || commit) return undefined;
  const why = 'CT action requires commit flag if actions are specified.';
  by.log('WARN', 'ofp_actions', why, BAD_ACTION);
  return 'OFPBAC_BAD_ARGUMENT';
}
