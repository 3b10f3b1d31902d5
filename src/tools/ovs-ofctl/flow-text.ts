/** Formats flows and requests about flows, as parts of OpenFlow messages. */

import type { OfAction } from '../../openflow/model/actions.js';
import { FLOW_FLAG, type FlowEntry } from '../../openflow/model/flow-entry.js';
import { type FlowCommand, type FlowMod, NO_COOKIE } from '../../openflow/model/flow-mod.js';
import type { Match } from '../../openflow/model/match.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import type { OpenFlowVersion } from '../../openflow/model/protocols.js';
import { formatActionList } from '../../openflow/text/format-actions.js';
import { formatMatch } from '../../openflow/text/format-match.js';
import { formatPort } from '../../openflow/values/port-text.js';
import { formatDuration } from './message-text.js';

const FLAG_WORDS: readonly (readonly [flag: number, word: string])[] = [
  [FLOW_FLAG.SEND_FLOW_REM, 'send_flow_rem '],
  [FLOW_FLAG.CHECK_OVERLAP, 'check_overlap '],
  [FLOW_FLAG.RESET_COUNTS, 'reset_counts '],
  [FLOW_FLAG.NO_PACKET_COUNTS, 'no_packet_counts '],
  [FLOW_FLAG.NO_BYTE_COUNTS, 'no_byte_counts '],
];

function formatFlags(flags: number): string {
  if (flags === 0) return '';
  return FLAG_WORDS.filter(([flag]) => (flags & flag) !== 0)
    .map(([, word]) => word)
    .join('');
}

/** The highest age that fits into a message, in seconds. */
const MAX_AGE = 0xffff;

/** Returns an age in whole seconds, limited to what fits into a message. */
function age(milliseconds: number): number {
  return Math.min(MAX_AGE, Math.max(0, Math.floor(milliseconds / 1000)));
}

/** Returns the text of a flow: its priority, match and actions. */
export function formatFlow(match: Match, priority: number, actions: readonly OfAction[]): string {
  const matchText = formatMatch(match, priority);
  return `${matchText}${matchText === '' ? '' : ' '}actions=${formatActionList(actions)}`;
}

/** The statistics of a flow in a message. */
export interface FlowStatistics {
  readonly cookie: bigint;
  readonly duration: string;
  readonly table: number;
  readonly packets: bigint | number;
  readonly bytes: bigint | number;
  readonly idleTimeout: number;
  readonly hardTimeout: number;
  readonly flags: number;
  readonly importance: number;
  /** The seconds since the last packet, if the message has them. */
  readonly idleAge: number | undefined;
  /** The seconds since the last change, if they differ from the duration. */
  readonly hardAge: number | undefined;
}

/** Returns the text before the match of a flow in a listing; mirrors `ofp_print_flow_stats()`. */
export function formatFlowStatistics(flow: FlowStatistics): string {
  let head = ` cookie=0x${flow.cookie.toString(16)}, duration=${flow.duration}, table=${flow.table}, n_packets=${flow.packets}, n_bytes=${flow.bytes}, `;
  if (flow.idleTimeout !== 0) head += `idle_timeout=${flow.idleTimeout}, `;
  if (flow.hardTimeout !== 0) head += `hard_timeout=${flow.hardTimeout}, `;
  head += formatFlags(flow.flags);
  if (flow.importance !== 0) head += `importance=${flow.importance}, `;
  if (flow.idleAge !== undefined) head += `idle_age=${flow.idleAge}, `;
  if (flow.hardAge !== undefined) head += `hard_age=${flow.hardAge}, `;
  return head;
}

/**
 * Returns the line of a flow of a bridge in a listing, without its end.
 *
 * @param ages true to show when the flow was last used and changed, which only NXM tells
 * @param now milliseconds since the epoch
 */
export function formatFlowStats(
  { flow, text }: { readonly flow: FlowEntry; readonly text: string },
  version: OpenFlowVersion,
  ages: boolean,
  now: number,
): string {
  const hardAge = age(now - flow.modified);
  const duration = Math.floor(Math.max(0, now - flow.created) / 1000);
  const head = formatFlowStatistics({
    cookie: flow.cookie,
    duration: formatDuration(now - flow.created),
    table: flow.table,
    packets: flow.packets,
    bytes: flow.bytes,
    idleTimeout: flow.idleTimeout,
    hardTimeout: flow.hardTimeout,
    flags: version >= 13 ? flow.flags : 0,
    importance: version >= 14 ? flow.importance : 0,
    idleAge: ages ? age(now - flow.used) : undefined,
    hardAge: ages && hardAge !== duration ? hardAge : undefined,
  });
  return head + text;
}

const COMMAND_WORDS: Readonly<Record<FlowCommand, string>> = {
  add: 'ADD',
  modify: 'MOD',
  modify_strict: 'MOD_STRICT',
  delete: 'DEL',
  delete_strict: 'DEL_STRICT',
};

const DEFAULT_PRIORITY = 0x8000;

/** The buffer of a message that concerns no buffered packet. */
export const NO_BUFFER = 0xffffffff;

/** Properties of a flow mod message that are not part of the request. */
export interface FlowModExtras {
  /** The raw match in the message, in place of its usual text. */
  readonly rawMatch?: string | undefined;
  readonly bufferId?: number;
}

/**
 * Returns the text of a request that arrived, without the header of the message; mirrors
 * `ofp_print_flow_mod()`.
 */
export function formatFlowMod(
  mod: FlowMod,
  version: OpenFlowVersion,
  { rawMatch, bufferId = NO_BUFFER }: FlowModExtras = {},
): string {
  const table = mod.table === 0 ? '' : ` table:${mod.table}`;
  const words = [rawMatch ?? formatMatch(mod.match, mod.priority)];
  if (mod.newCookie !== 0n && mod.newCookie !== NO_COOKIE) {
    words.push(`cookie:0x${mod.newCookie.toString(16)}`);
  }
  if (mod.cookieMask !== 0n) {
    words.push(`cookie:0x${mod.cookie.toString(16)}/0x${mod.cookieMask.toString(16)}`);
  }
  if (mod.idleTimeout !== 0) words.push(`idle:${mod.idleTimeout}`);
  if (mod.hardTimeout !== 0) words.push(`hard:${mod.hardTimeout}`);
  if (mod.importance !== 0) words.push(`importance:${mod.importance}`);
  if (rawMatch !== undefined && mod.priority !== DEFAULT_PRIORITY) {
    words.push(`pri:${mod.priority}`);
  }
  if (bufferId !== NO_BUFFER) words.push(`buf:0x${bufferId.toString(16)}`);
  if (mod.outPort !== PORT.ANY) words.push(`out_port:${formatPort(mod.outPort)}`);
  const said = words.filter((word) => word !== '').map((word) => `${word} `);
  // Versions before 1.2 have no such flag; they always reset counters.
  const flags = version < 12 ? mod.flags & ~FLOW_FLAG.RESET_COUNTS : mod.flags;
  return `${COMMAND_WORDS[mod.command]}${table} ${said.join('')}${formatFlags(flags)}actions=${formatActionList(mod.actions)}`;
}
