/** Parses flow mods and selections of flows. Mirrors `parse_ofp_str()`. */

import { lookUp } from '../../lib/dictionary.js';
import { DL_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';
import { OpenFlowError } from '../model/errors.js';
import { type Field, fieldByName, fullMask } from '../model/fields.js';
import { FLOW_FLAG } from '../model/flow-entry.js';
import {
  EMPTY_FLOW_MOD,
  type FlowCommand,
  type FlowMod,
  isDelete,
  NO_COOKIE,
} from '../model/flow-mod.js';
import type { Match } from '../model/match.js';
import { PROTOCOLS, type Protocols } from '../model/protocols.js';
import { checkActionsAgainstMatch } from '../rules/check-against-match.js';
import { parseFieldValue, variableBytes } from '../values/field-values.js';
import { readPort } from '../values/port-text.js';
import { keyValues, OpenFlowTextError, parseSmall, parseWide } from '../values/scanning.js';
import type { TextLog } from '../values/text-log.js';
import { normalizeAndLog } from './normalization-log.js';
import { parseActions } from './parse-actions.js';

/** A parsed request, and the flow formats that can express it. */
export interface ParsedFlow {
  readonly mod: FlowMod;
  readonly protocols: Protocols;
}

/** The keywords for an Ethernet type, or for one and an IP protocol. */
const PROTOCOL_WORDS: Readonly<Record<string, readonly [type: bigint, protocol?: bigint]>> = {
  ip: [DL_TYPE.IPV4],
  ipv4: [DL_TYPE.IPV4],
  ip4: [DL_TYPE.IPV4],
  arp: [DL_TYPE.ARP],
  icmp: [DL_TYPE.IPV4, NW_PROTO.ICMP],
  tcp: [DL_TYPE.IPV4, NW_PROTO.TCP],
  udp: [DL_TYPE.IPV4, NW_PROTO.UDP],
  sctp: [DL_TYPE.IPV4, NW_PROTO.SCTP],
  ipv6: [DL_TYPE.IPV6],
  ip6: [DL_TYPE.IPV6],
  icmp6: [DL_TYPE.IPV6, NW_PROTO.ICMPV6],
  tcp6: [DL_TYPE.IPV6, NW_PROTO.TCP],
  udp6: [DL_TYPE.IPV6, NW_PROTO.UDP],
  sctp6: [DL_TYPE.IPV6, NW_PROTO.SCTP],
  rarp: [DL_TYPE.RARP],
  mpls: [DL_TYPE.MPLS],
  mplsm: [DL_TYPE.MPLS_MULTICAST],
};

/** The keywords of matches. */
export const MATCH_WORDS: readonly string[] = Object.keys(PROTOCOL_WORDS);

/** Returns the Ethernet type, and the IP protocol if any, of a keyword. */
export function protocolOfWord(
  word: string,
): { readonly type: bigint; readonly number: bigint | undefined } | undefined {
  const found = lookUp(PROTOCOL_WORDS, word);
  return found && { type: found[0], number: found[1] };
}

/** The settings that a request can contain besides the match, by command. */
interface Allowed {
  readonly outPort: boolean;
  readonly actions: boolean;
  readonly importance: boolean;
  readonly timeouts: boolean;
  readonly priority: boolean;
  readonly flags: boolean;
}

const SELECTION: Allowed = {
  outPort: true,
  actions: false,
  importance: false,
  timeouts: false,
  priority: false,
  flags: false,
};

const MODIFICATION: Allowed = {
  outPort: false,
  actions: true,
  importance: false,
  timeouts: true,
  priority: true,
  flags: true,
};

const ALLOWED: Readonly<Record<FlowCommand, Allowed>> = {
  add: { ...MODIFICATION, importance: true },
  modify: MODIFICATION,
  modify_strict: MODIFICATION,
  delete: SELECTION,
  delete_strict: { ...SELECTION, priority: true },
};

/**
 * A kind of text: a flow mod, a selection of flows, or the fields of a packet, which has no
 * settings.
 */
export type FlowUse = FlowCommand | 'list' | 'packet';

/** Returns the words that the text of a request can contain besides the match. */
export function settingsOf(use: FlowUse): {
  readonly keys: readonly string[];
  readonly flags: readonly string[];
  readonly actions: boolean;
} {
  if (use === 'packet') return { keys: [], flags: [], actions: false };
  const allowed = use === 'list' ? SELECTION : ALLOWED[use];
  const timeouts = allowed.timeouts ? ['idle_timeout', 'hard_timeout'] : [];
  return {
    keys: [
      'table',
      ...(allowed.priority ? ['priority'] : []),
      ...timeouts,
      ...(allowed.importance ? ['importance'] : []),
      'cookie',
      ...(allowed.outPort ? ['out_port'] : []),
    ],
    flags: allowed.flags ? Object.keys(FLAGS) : [],
    actions: allowed.actions,
  };
}

const FLAGS: Readonly<Record<string, readonly [flag: number, protocols: Protocols]>> = {
  send_flow_rem: [FLOW_FLAG.SEND_FLOW_REM, PROTOCOLS.ANY],
  check_overlap: [FLOW_FLAG.CHECK_OVERLAP, PROTOCOLS.ANY],
  reset_counts: [FLOW_FLAG.RESET_COUNTS, PROTOCOLS.OF12_UP],
  no_packet_counts: [FLOW_FLAG.NO_PACKET_COUNTS, PROTOCOLS.OF13_UP],
  no_byte_counts: [FLOW_FLAG.NO_BYTE_COUNTS, PROTOCOLS.OF13_UP],
};

/** The flags of internal flows, which listings show and which are ignored. */
const IGNORED_FLAGS: readonly string[] = ['no_readonly_table', 'allow_hidden_fields'];

/** The keys of listings that are ignored. */
const IGNORED_KEYS: readonly string[] = [
  'duration',
  'n_packets',
  'n_bytes',
  'idle_age',
  'hard_age',
];

/** The words for commands in a file of flows; any prefix is allowed. */
const COMMAND_WORDS: readonly FlowCommand[] = [
  'add',
  'delete',
  'delete_strict',
  'modify',
  'modify_strict',
];

/**
 * Parses a flow mod such as `priority=5,tcp,actions=drop`; mirrors `parse_ofp_flow_mod_str()`.
 *
 * @throws OpenFlowTextError with the message of the reference
 */
export function parseFlowMod(text: string, command: FlowCommand, log: TextLog): ParsedFlow {
  const parsed = new FlowReader(command, ALLOWED[command], log).read(text);
  // This only logs the normalization, which the switch performs.
  normalizeAndLog(parsed.mod.match, log);
  return parsed;
}

/** Parses a flow mod that starts with its command; the default is `add`. */
export function parseCommandedFlowMod(text: string, log: TextLog): ParsedFlow {
  const trimmed = text.replace(/^[ \t\r\n]+/, '');
  const word = /^[^, \t\r\n]*/.exec(trimmed)?.[0] ?? '';
  const command = COMMAND_WORDS.find((known) => known.startsWith(word));
  return command === undefined
    ? parseFlowMod(trimmed, 'add', log)
    : parseFlowMod(trimmed.slice(word.length), command, log);
}

/** Parses a selection of flows such as `table=3,ip,out_port=2`; mirrors `parse_ofp_flow_stats_request_str()`. */
export function parseFlowSelection(text: string, log: TextLog): ParsedFlow {
  return new FlowReader('list', SELECTION, log).read(text);
}

/** The most bytes that the Geneve options of a match can take together. */
const MAX_OPTION_BYTES = 256;

/** Parses one request. */
class FlowReader {
  readonly #command: FlowCommand | 'list';
  readonly #allowed: Allowed;
  readonly #log: TextLog;
  #mod: FlowMod;
  #protocols: Protocols = PROTOCOLS.ANY;
  #optionBytes = 0;

  constructor(command: FlowCommand | 'list', allowed: Allowed, log: TextLog) {
    this.#command = command;
    this.#allowed = allowed;
    this.#log = log;
    const modifies = command === 'modify' || command === 'modify_strict';
    this.#mod = {
      ...EMPTY_FLOW_MOD,
      command: command === 'list' ? 'delete' : command,
      newCookie: modifies ? NO_COOKIE : 0n,
    };
  }

  read(text: string): ParsedFlow {
    const actions = this.#allowed.actions ? splitActions(text) : { match: text, actions: '' };
    for (const { key, value } of keyValues(actions.match)) this.#readItem(key, value);
    this.#restrictIpv6();
    const { command, cookieMask, newCookie } = this.#mod;
    const modifies = command === 'modify' || command === 'modify_strict';
    if (modifies && cookieMask === 0n && newCookie === NO_COOKIE) {
      // A flow that `modify` adds needs a cookie.
      this.#mod = { ...this.#mod, newCookie: 0n };
    }
    if (this.#allowed.actions) this.#readActions(actions.actions);
    return { mod: this.#mod, protocols: this.#protocols };
  }

  #readItem(key: string, value: string): void {
    const word = lookUp(PROTOCOL_WORDS, key);
    if (word !== undefined) {
      const [type, protocol] = word;
      const match = this.#mod.match.with('eth_type', type);
      this.#setMatch(protocol === undefined ? match : match.with('nw_proto', protocol));
      return;
    }
    const flag = this.#allowed.flags ? lookUp(FLAGS, key) : undefined;
    if (flag !== undefined) {
      this.#mod = { ...this.#mod, flags: this.#mod.flags | flag[0] };
      this.#protocols &= flag[1];
      return;
    }
    if (IGNORED_FLAGS.includes(key)) return;
    const field = fieldByName(key);
    if (field !== undefined) this.#readField(field, value);
    else this.#readSetting(key, value);
  }

  #setMatch(match: Match): void {
    this.#mod = { ...this.#mod, match };
  }

  #readField(field: Field, text: string): void {
    // A name without a value requires the field to be present, with any value.
    const { value, mask } = parseFieldValue(field, text === '' ? '0/0' : text, this.#log);
    if (field.variableLength) this.#reserveOption(field, value, mask);
    const isKnown = this.#mod.match.entries.some(({ member }) => member === field.name);
    if (field.variableLength && isKnown) {
      throw new OpenFlowTextError(`field ${field.name} set multiple times`);
    }
    this.#setMatch(this.#mod.match.with(field.name, value, mask));
    this.#protocols &= fieldProtocols(field, mask);
  }

  /** Counts the bytes of a Geneve option, since all of them together are limited. */
  #reserveOption(field: Field, value: bigint, mask: bigint | undefined): void {
    const partial = mask === fullMask(field) ? undefined : mask;
    const used = this.#optionBytes + variableBytes(value, partial);
    if (used > MAX_OPTION_BYTES) {
      throw new OpenFlowTextError(
        `field ${field.name} exceeds maximum size for tunnel metadata (used ${used}, max ${MAX_OPTION_BYTES})`,
      );
    }
    this.#optionBytes = used;
  }

  #readSetting(key: string, value: string): void {
    if (value === '') throw new OpenFlowTextError(`field ${key} missing value`);
    const allowed = this.#allowed;
    if (key === 'table') {
      const table = parseSmall(value, 'table', 8);
      this.#mod = { ...this.#mod, table };
      if (table !== 255) this.#protocols &= PROTOCOLS.TABLE_ID;
    } else if (allowed.outPort && key === 'out_port') {
      const port = readPort(value, this.#log);
      if (port === undefined) {
        throw new OpenFlowTextError(`${value} is not a valid OpenFlow port`);
      }
      this.#mod = { ...this.#mod, outPort: port };
    } else if (allowed.priority && key === 'priority') {
      this.#mod = { ...this.#mod, priority: parseSmall(value, key, 16) };
    } else if (allowed.timeouts && key === 'idle_timeout') {
      this.#mod = { ...this.#mod, idleTimeout: parseSmall(value, key, 16) };
    } else if (allowed.timeouts && key === 'hard_timeout') {
      this.#mod = { ...this.#mod, hardTimeout: parseSmall(value, key, 16) };
    } else if (allowed.importance && key === 'importance') {
      this.#mod = { ...this.#mod, importance: parseSmall(value, key, 16) };
    } else if (key === 'cookie') {
      this.#readCookie(value);
    } else if (!IGNORED_KEYS.includes(key)) {
      throw new OpenFlowTextError(`unknown keyword ${key}`);
    }
  }

  #readCookie(text: string): void {
    const slash = text.indexOf('/');
    if (slash >= 0) {
      if (this.#command === 'add') {
        throw new OpenFlowTextError('flow additions cannot use a cookie mask');
      }
      const cookie = parseWide(text.slice(0, slash), 64);
      const cookieMask = parseWide(text.slice(slash + 1), 64);
      this.#mod = { ...this.#mod, cookie, cookieMask };
      if (cookieMask !== 0n) this.#protocols &= PROTOCOLS.NXM_OF11_UP;
      return;
    }
    if (this.#command === 'list' || isDelete(this.#command)) {
      throw new OpenFlowTextError('cannot set cookie');
    }
    this.#mod = { ...this.#mod, newCookie: parseWide(text, 64), modifyCookie: true };
  }

  /** Removes OpenFlow 1.0 and 1.1 from the formats, which cannot match members of IPv6 packets. */
  #restrictIpv6(): void {
    const { match } = this.#mod;
    if (match.member('dl_type').value !== DL_TYPE.IPV6) return;
    const members = ['nw_proto', 'nw_tos', 'tp_src', 'tp_dst'] as const;
    if (members.some((member) => match.member(member).mask !== 0n)) {
      this.#protocols &= PROTOCOLS.NXM_OXM;
    }
  }

  #readActions(text: string): void {
    const { actions, protocols } = parseActions(text, this.#log);
    this.#mod = { ...this.#mod, actions };
    this.#protocols &= protocols;
    const context = {
      match: this.#mod.match,
      table: this.#mod.table,
      tables: 255,
      log: this.#log,
    };
    try {
      this.#protocols = checkActionsAgainstMatch(actions, context, this.#protocols);
      if (this.#protocols === 0) throw new OpenFlowError('OFPBAC_MATCH_INCONSISTENT');
    } catch (error) {
      if (!(error instanceof OpenFlowError)) throw error;
      throw new OpenFlowTextError(`actions are invalid with specified match (${error.code})`);
    }
  }
}

/** Returns the formats that can match a field with a mask. */
function fieldProtocols(field: Field, mask: bigint): Protocols {
  const full = (1n << BigInt(field.bytes * 8)) - 1n;
  if (mask === full) return field.protocols.exact;
  if (mask === 0n && !field.variableLength) return PROTOCOLS.ANY;
  if (!field.maskable) return PROTOCOLS.NONE;
  const inverse = full & ~mask;
  const prefix = (inverse & (inverse + 1n)) === 0n;
  return prefix ? field.protocols.prefix : field.protocols.bitwise;
}

/** Splits `MATCH actions=ACTIONS` at the first word that starts with `action`. */
function splitActions(text: string): { match: string; actions: string } {
  const start = text.indexOf('action');
  const equals = start < 0 ? -1 : text.indexOf('=', start + 1);
  if (equals < 0) throw new OpenFlowTextError('must specify an action');
  return { match: text.slice(0, start), actions: text.slice(equals + 1) };
}
