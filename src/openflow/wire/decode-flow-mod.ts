/** Decodes flow mods. Mirrors `ofputil_decode_flow_mod()`. */

import { OpenFlowError } from '../model/errors.js';
import { FLOW_FLAG } from '../model/flow-entry.js';
import {
  ANY_GROUP,
  ANY_TABLE,
  EMPTY_FLOW_MOD,
  FLOW_COMMANDS,
  type FlowCommand,
  type FlowMod,
  isDelete,
  isModify,
  NO_COOKIE,
} from '../model/flow-mod.js';
import type { Match } from '../model/match.js';
import { portFromOf11 } from '../model/openflow-ports.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { normalizeAndLog } from '../text/normalization-log.js';
import type { TextLog } from '../values/text-log.js';
import { ByteReader } from './byte-reader.js';
import type { ReceivedMessage } from './decode-header.js';
import { decodeInstructions } from './decode-instructions.js';
import { takeOf10Match, takeOf11Match } from './decode-legacy-match.js';
import { takeNxMatch, takeOxmMatch } from './decode-match.js';
import { FLOW_FLAG_BITS } from './encode-flow-mod.js';

/** A flow mod that arrived, and the buffered packet that it concerns. */
export interface ReceivedFlowMod {
  readonly mod: FlowMod;
  readonly bufferId: number;
}

/** Reads a 32-bit port; ANY is the one without a 16-bit counterpart that is allowed. */
export function takePort(reader: ByteReader): number {
  const port = portFromOf11(reader.uint(4));
  if (port === undefined) throw new OpenFlowError('OFPBAC_BAD_OUT_PORT');
  return port;
}

/** Reads a match of OpenFlow 1.1 and later; mirrors `ofputil_pull_ofp11_match()`. */
export function takeMatch(reader: ByteReader, version: OpenFlowVersion, log: TextLog): Match {
  const [high, low] = reader.rest();
  const isStandard = high === 0 && low === 0;
  if (isStandard && version > 11) throw new OpenFlowError('OFPBMC_BAD_TYPE');
  return isStandard ? takeOf11Match(reader) : takeOxmMatch(reader, { log });
}

/**
 * Decodes a flow mod whose command names a table, even in OpenFlow 1.0.
 *
 * @throws OpenFlowError
 */
export function decodeFlowMod(message: ReceivedMessage, log: TextLog): ReceivedFlowMod {
  const reader = new ByteReader(message.body);
  const { version } = message;
  const isNxm = message.name === 'NXT_FLOW_MOD';
  const { flags, ...received } = isNxm
    ? takeNxm(reader, log)
    : version === 10
      ? takeOf10(reader, log)
      : takeOf11(reader, version, log);
  const actions = decodeInstructions(reader.rest(), version, { is: 'tool', log });
  const mod = { ...received.mod, actions };
  return { ...received, mod: { ...mod, flags: decodeFlowFlags(flags, mod.command, version) } };
}

interface TakenFlowMod extends ReceivedFlowMod {
  /** The flags as bits of the message. */
  readonly flags: number;
}

function takeCommand(number: number): FlowCommand {
  const command = FLOW_COMMANDS[number];
  if (command === undefined) throw new OpenFlowError('OFPFMFC_BAD_COMMAND');
  return command;
}

const OF10_ALL_WILDCARDS = 0x3fffff;

function takeOf10(reader: ByteReader, log: TextLog): TakenFlowMod {
  const wildcards = new ByteReader(reader.rest()).uint(4) & OF10_ALL_WILDCARDS;
  const match = normalizeAndLog(takeOf10Match(reader), log);
  const taken = takeRest10(reader, reader.big(8));
  const priority = wildcards === 0 ? 0xffff : taken.mod.priority;
  return { ...taken, mod: { ...taken.mod, match, priority } };
}

function takeNxm(reader: ByteReader, log: TextLog): TakenFlowMod {
  const taken = takeRest10(reader, reader.big(8));
  const length = reader.uint(2);
  reader.skip(6);
  const { match, cookie } = takeNxMatch(reader, length, { log });
  if (taken.mod.command === 'add' && cookie.mask !== 0n) {
    throw new OpenFlowError('NXBRC_NXM_INVALID');
  }
  return { ...taken, mod: { ...taken.mod, match, cookie: cookie.value, cookieMask: cookie.mask } };
}

/** Reads the fields that OpenFlow 1.0 and its extension have in common. */
function takeRest10(reader: ByteReader, newCookie: bigint): TakenFlowMod {
  const command = reader.uint(2);
  const idleTimeout = reader.uint(2);
  const hardTimeout = reader.uint(2);
  const priority = reader.uint(2);
  const bufferId = reader.uint(4);
  const outPort = reader.uint(2);
  const flags = reader.uint(2);
  const mod = {
    ...EMPTY_FLOW_MOD,
    command: takeCommand(command & 0xff),
    table: command >> 8,
    newCookie,
    modifyCookie: newCookie !== NO_COOKIE,
    idleTimeout,
    hardTimeout,
    priority,
    outPort,
  };
  return { mod, bufferId, flags };
}

function takeOf11(reader: ByteReader, version: OpenFlowVersion, log: TextLog): TakenFlowMod {
  const cookie = reader.big(8);
  const cookieMask = reader.big(8);
  const table = reader.uint(1);
  const commandNumber = reader.uint(1);
  const idleTimeout = reader.uint(2);
  const hardTimeout = reader.uint(2);
  const priority = reader.uint(2);
  const bufferId = reader.uint(4);
  const outPortReader = reader.part(4);
  const outGroup = reader.uint(4);
  const flags = reader.uint(2);
  const importance = reader.uint(2);
  const match = takeMatch(reader, version, log);
  const command = takeCommand(commandNumber);
  const deletes = isDelete(command);
  if (table === ANY_TABLE && (version === 11 || !deletes)) {
    throw new OpenFlowError('OFPFMFC_BAD_TABLE_ID');
  }
  const adds = command === 'add' || (version === 11 && isModify(command) && cookieMask === 0n);
  const mod: FlowMod = {
    ...EMPTY_FLOW_MOD,
    command,
    match,
    priority,
    ...(adds ? { newCookie: cookie } : { cookie, cookieMask, newCookie: NO_COOKIE }),
    table,
    idleTimeout,
    hardTimeout,
    importance: version >= 14 && command === 'add' ? importance : 0,
    outPort: takePort(outPortReader),
    outGroup: deletes ? outGroup : ANY_GROUP,
  };
  return { mod, bufferId, flags };
}

/** The flag for emergency flows in OpenFlow 1.0. */
const EMERGENCY = 4;

/** Returns bits of `FLOW_FLAG`; mirrors `ofputil_decode_flow_mod_flags()`. */
export function decodeFlowFlags(
  bits: number,
  command: FlowCommand | undefined,
  version: OpenFlowVersion,
): number {
  let rest = bits;
  let flags = 0;
  for (const [flag, bit, since] of FLOW_FLAG_BITS) {
    if ((rest & bit) === 0 || version < since) continue;
    flags |= flag;
    rest &= ~bit;
  }
  if (version === 10 && (rest & EMERGENCY) !== 0) throw new OpenFlowError('OFPFMFC_TABLE_FULL');
  if (rest !== 0) throw new OpenFlowError('OFPFMFC_BAD_FLAGS');
  return version <= 11 && command === 'add' ? flags | FLOW_FLAG.RESET_COUNTS : flags;
}
