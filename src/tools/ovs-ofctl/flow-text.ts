/** The text of flows and of requests about flows in OpenFlow messages. */

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

/** A flow as a switch describes it in some flow format. */
export interface FlowStats {
  readonly flow: FlowEntry;
  readonly match: Match;
  readonly actions: readonly OfAction[];
  /** Flags, which only OpenFlow 1.3 and later tell. */
  readonly flags: number;
  /** Whether the format tells how long ago the flow was used and changed. */
  readonly ages: boolean;
}

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

/** The greatest age that a message can tell, in seconds. */
const MAX_AGE = 0xffff;

/** Whole seconds, as far as a message can tell them. */
function age(milliseconds: number): number {
  return Math.min(MAX_AGE, Math.max(0, Math.floor(milliseconds / 1000)));
}

/** One line of a list of flows, without its end. */
export function formatFlowStats(stats: FlowStats, now: number): string {
  const { flow } = stats;
  let text = ` cookie=0x${flow.cookie.toString(16)}, duration=${formatDuration(now - flow.created)}, table=${flow.table}, n_packets=${flow.packets}, n_bytes=${flow.bytes}, `;
  if (flow.idleTimeout !== 0) text += `idle_timeout=${flow.idleTimeout}, `;
  if (flow.hardTimeout !== 0) text += `hard_timeout=${flow.hardTimeout}, `;
  text += formatFlags(stats.flags);
  if (stats.ages) {
    text += `idle_age=${age(now - flow.used)}, `;
    const hardAge = age(now - flow.modified);
    const duration = Math.floor(Math.max(0, now - flow.created) / 1000);
    if (hardAge !== duration) text += `hard_age=${hardAge}, `;
  }
  const match = formatMatch(stats.match, flow.priority);
  return `${text}${match}${match === '' ? '' : ' '}actions=${formatActionList(stats.actions)}`;
}

const COMMAND_WORDS: Readonly<Record<FlowCommand, string>> = {
  add: 'ADD',
  modify: 'MOD',
  modify_strict: 'MOD_STRICT',
  delete: 'DEL',
  delete_strict: 'DEL_STRICT',
};

/** The text of a request to change flows, as it arrived, without the header of the message. */
export function formatFlowMod(mod: FlowMod, version: OpenFlowVersion): string {
  // Only a request that names a table shows one.
  const table = mod.table === 0 ? '' : ` table:${mod.table}`;
  const match = formatMatch(mod.match, mod.priority);
  const words = [match];
  if (mod.newCookie !== 0n && mod.newCookie !== NO_COOKIE) {
    words.push(`cookie:0x${mod.newCookie.toString(16)}`);
  }
  if (mod.cookieMask !== 0n) {
    words.push(`cookie:0x${mod.cookie.toString(16)}/0x${mod.cookieMask.toString(16)}`);
  }
  if (mod.idleTimeout !== 0) words.push(`idle:${mod.idleTimeout}`);
  if (mod.hardTimeout !== 0) words.push(`hard:${mod.hardTimeout}`);
  if (mod.importance !== 0) words.push(`importance:${mod.importance}`);
  if (mod.outPort !== PORT.ANY) words.push(`out_port:${formatPort(mod.outPort)}`);
  const said = words.filter((word) => word !== '').map((word) => `${word} `);
  // Versions before 1.2 reset counters without being told to.
  const flags = version < 12 ? mod.flags & ~FLOW_FLAG.RESET_COUNTS : mod.flags;
  return `${COMMAND_WORDS[mod.command]}${table} ${said.join('')}${formatFlags(flags)}actions=${formatActionList(mod.actions)}`;
}
