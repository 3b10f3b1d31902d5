/** Encodes flow mods. Mirrors `ofputil_encode_flow_mod()`. */

import { FLOW_FLAG } from '../model/flow-entry.js';
import { ANY_TABLE, FLOW_COMMANDS, type FlowMod, isDelete } from '../model/flow-mod.js';
import { PORT, portToOf11 } from '../model/openflow-ports.js';
import {
  type OpenFlowVersion,
  PROTOCOL,
  PROTOCOLS,
  type Protocols,
  protocolVersion,
} from '../model/protocols.js';
import { ByteWriter } from './byte-writer.js';
import { convertActions } from './convert-actions.js';
import { NICIRA } from './encode-actions.js';
import { putInstructions } from './encode-instructions.js';
import { putOf10Match, putOf11Match } from './encode-legacy-match.js';
import { putNxMatch, putOxmMatch } from './encode-match.js';
import { encodeMessage, MESSAGE } from './message.js';

/** The number of flow mods among the extensions (`NXT_FLOW_MOD`). */
const NXT_FLOW_MOD = 13;

/** The buffer of a request that concerns no buffered packet. */
const NO_BUFFER = 0xffffffff;

/** The flags of a flow, their bits in messages, and the versions that brought them. */
export const FLOW_FLAG_BITS: readonly (readonly [
  flag: number,
  bit: number,
  since: OpenFlowVersion,
])[] = [
  [FLOW_FLAG.SEND_FLOW_REM, 1, 10],
  [FLOW_FLAG.CHECK_OVERLAP, 2, 10],
  [FLOW_FLAG.RESET_COUNTS, 4, 12],
  [FLOW_FLAG.NO_PACKET_COUNTS, 8, 13],
  [FLOW_FLAG.NO_BYTE_COUNTS, 16, 13],
];

/** Returns the message for a request in the flow format `protocol`. */
export function encodeFlowMod(mod: FlowMod, protocol: Protocols, xid: number): Uint8Array {
  const version = protocolVersion(protocol);
  const sent = { ...mod, actions: convertActions(mod.actions, version, mod.match) };
  if (version > 10) {
    return encodeMessage(MESSAGE.flowMod, version, xid, (out) => putOf11(out, sent, protocol));
  }
  const nxm = (protocol & PROTOCOLS.NXM_ANY) !== 0;
  return nxm
    ? encodeMessage(MESSAGE.experimenter, version, xid, (out) => putNxm(out, sent, protocol))
    : encodeMessage(MESSAGE.flowMod, version, xid, (out) => putOf10(out, sent, protocol));
}

const flagBits = (flags: number, version: OpenFlowVersion): number =>
  FLOW_FLAG_BITS.reduce(
    (bits, [flag, bit, since]) => ((flags & flag) !== 0 && version >= since ? bits | bit : bits),
    0,
  );

/** Returns the command, combined with the table if the format has room for one. */
const commandOf = ({ command, table }: FlowMod, protocol: Protocols): number =>
  ((protocol & PROTOCOLS.TABLE_ID) === 0 ? 0 : table << 8) | FLOW_COMMANDS.indexOf(command);

function putOf10(out: ByteWriter, mod: FlowMod, protocol: Protocols): void {
  putOf10Match(out, mod.match);
  out.big(mod.newCookie, 8);
  putTimes(out, mod, commandOf(mod, protocol));
  putInstructions(out, mod.actions, 10);
}

function putNxm(out: ByteWriter, mod: FlowMod, protocol: Protocols): void {
  out.uint(NICIRA, 4);
  out.uint(NXT_FLOW_MOD, 4);
  out.big(mod.newCookie, 8);
  putTimes(out, mod, commandOf(mod, protocol));
  const match = new ByteWriter();
  const length = putNxMatch(match, mod.match, { value: mod.cookie, mask: mod.cookieMask });
  out.uint(length, 2);
  out.zeros(6);
  out.raw(match.bytes());
  putInstructions(out, mod.actions, 10);
}

function putTimes(out: ByteWriter, mod: FlowMod, command: number): void {
  out.uint(command, 2);
  out.uint(mod.idleTimeout, 2);
  out.uint(mod.hardTimeout, 2);
  out.uint(mod.priority, 2);
  out.uint(NO_BUFFER, 4);
  out.uint(mod.outPort, 2);
  out.uint(flagBits(mod.flags, 10), 2);
}

function putOf11(out: ByteWriter, mod: FlowMod, protocol: Protocols): void {
  const version = protocolVersion(protocol);
  const of11 = protocol === PROTOCOL.OF11_STD;
  const adds = mod.command === 'add' || (of11 && !isDelete(mod.command) && mod.cookieMask === 0n);
  const keepsTable = mod.table !== ANY_TABLE || (!of11 && isDelete(mod.command));
  out.big(adds ? mod.newCookie : mod.cookie & mod.cookieMask, 8);
  out.big(mod.cookieMask, 8);
  out.uint(keepsTable ? mod.table : 0, 1);
  out.uint(FLOW_COMMANDS.indexOf(mod.command), 1);
  out.uint(mod.idleTimeout, 2);
  out.uint(mod.hardTimeout, 2);
  out.uint(mod.priority, 2);
  out.uint(NO_BUFFER, 4);
  out.uint(mod.outPort === PORT.ANY ? NO_BUFFER : portToOf11(mod.outPort), 4);
  out.uint(mod.outGroup, 4);
  out.uint(flagBits(mod.flags, version), 2);
  out.uint(version >= 14 && mod.command === 'add' ? mod.importance : 0, 2);
  if (of11) putOf11Match(out, mod.match);
  else putOxmMatch(out, mod.match, version);
  putInstructions(out, mod.actions, version);
}
