/** Commands that list flows. */

import { classifierOf } from '../../../datapath/classifier/table-classifier.js';
import type { FlowEntry } from '../../../openflow/model/flow-entry.js';
import type { FlowMod } from '../../../openflow/model/flow-mod.js';
import type { Match } from '../../../openflow/model/match.js';
import { PROTOCOL, PROTOCOLS, type Protocols } from '../../../openflow/model/protocols.js';
import { type FlowSelection, selectFlows } from '../../../openflow/switch/apply-flow-mod.js';
import { parseFlowSelection } from '../../../openflow/text/parse-flow.js';
import { BAD_MESSAGE } from '../../../openflow/values/text-log.js';
import { convertMatch } from '../../../openflow/wire/convert-match.js';
import { encodeFlowRequest } from '../../../openflow/wire/encode-flow-request.js';
import { fatal } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import type { Connection } from '../connection.js';
import { formatFlowStats } from '../flow-text.js';
import { readText } from '../input.js';
import { canDecode, type ListedFlow, listFlow } from '../listed-flow.js';
import { MORE, splitMessages } from '../message-text.js';
import { formatMessage } from '../messages/print-message.js';
import type { SortCriterion } from '../options.js';
import type { Run } from '../run.js';
import { switchError } from '../switch-error.js';

/** A reply that lists flows. */
interface FlowAnswer {
  readonly connection: Connection;
  readonly xid: number;
  readonly flows: readonly FlowEntry[];
}

/** The kind of statistics: of each flow, or of all flows together. */
type FlowQuestion = 'flow' | 'aggregate';

/** Requests the flows that a text selects, in the best flow format. */
function askForFlows(run: Run, bridgeName: string, text: string, what: FlowQuestion): FlowAnswer {
  const { mod, protocols } = readText(() => parseFlowSelection(text, run.log));
  const connection = run.connect(bridgeName);
  // Requests for flows can name a table even in formats whose flow mods cannot.
  connection.chooseDumpProtocol(withoutTableIds(protocols));
  const xid = connection.request();
  connection.bridge.expireFlows();
  const selection: FlowSelection = {
    ...mod,
    match: arrivingMatch(run, mod, connection, { what, xid }),
    cookie: mod.cookie & mod.cookieMask,
  };
  return { connection, xid, flows: selectFlows(connection.bridge, selection) };
}

/**
 * Returns the match of a request as the switch decodes it.
 *
 * @throws the refusal of the switch if it cannot
 */
function arrivingMatch(
  run: Run,
  mod: FlowMod,
  { protocol, version }: Connection,
  { what, xid }: { readonly what: FlowQuestion; readonly xid: number },
): Match {
  try {
    return convertMatch(mod.match, protocol);
  } catch (error) {
    const encode = (id: number): Uint8Array => encodeFlowRequest(mod, what, protocol, id);
    throw switchError(error, version, xid, {
      name: `OFPST_${what.toUpperCase()} request`,
      bytes: encode,
      text: (id) => formatMessage(encode(id), 1, run.log),
    });
  }
}

function withoutTableIds(protocols: Protocols): Protocols {
  let set = protocols;
  if ((set & PROTOCOL.OF10_STD_TID) !== 0) set |= PROTOCOL.OF10_STD;
  if ((set & PROTOCOL.OF10_NXM_TID) !== 0) set |= PROTOCOL.OF10_NXM;
  return set;
}

/** Warns about a flow that cannot be decoded; returns true for all others. */
function canRead(run: Run, { actions, silent }: ListedFlow, { protocol }: Connection): boolean {
  if (silent || canDecode(actions, protocol, run.log)) return true;
  run.log('WARN', 'ofp_util', 'OFPST_FLOW reply bad instructions', BAD_MESSAGE);
  return false;
}

function answerHead({ protocol, version }: Connection): number {
  if (version > 10) return 16;
  return (protocol & PROTOCOLS.STD_ANY) !== 0 ? 12 : 24;
}

/** Returns the name of a reply about flows in a flow format. */
function answerName({ protocol }: Connection, what: 'FLOW' | 'AGGREGATE'): string {
  return `${(protocol & PROTOCOLS.NXM_ANY) === 0 ? 'OFPST' : 'NXST'}_${what} reply`;
}

function dumpFlows(run: Run, [bridgeName = '', text = '']: readonly string[]): void {
  const { connection, xid, flows } = askForFlows(run, bridgeName, text, 'flow');
  const now = run.context.clock.now();
  const { criteria } = run.settings;
  const ages = criteria.length === 0 && (connection.protocol & PROTOCOLS.NXM_ANY) !== 0;
  const format = (listed: ListedFlow): string =>
    formatFlowStats(listed, connection.version, ages, now);
  const list = (flow: FlowEntry): ListedFlow => listFlow(flow, connection.protocol);
  if (criteria.length > 0) {
    const listed = inSwitchOrder(flows, connection).map(list);
    requireReadable(run, listed, connection);
    for (const item of sortFlows(listed, criteria)) run.print(`${format(item)}\n`);
    return;
  }
  const header = connection.header(answerName(connection, 'FLOW'), xid);
  const parts = splitMessages(flows.map(list), answerHead(connection), ({ length }) => length);
  for (const [i, part] of parts.entries()) {
    run.print(`${header}${i < parts.length - 1 ? MORE : ''}`);
    const bad = part.findIndex((item) => !canRead(run, item, connection));
    for (const item of bad < 0 ? part : part.slice(0, bad)) run.print(`\n${format(item)}`);
    run.print(bad < 0 ? '\n' : ' ***parse error***\n');
  }
}

/** Ends the program if one of the flows that arrived cannot be decoded. */
export function requireReadable(
  run: Run,
  listed: readonly ListedFlow[],
  connection: Connection,
): void {
  if (listed.every((item) => canRead(run, item, connection))) return;
  fatal('parse error in reply (Invalid argument)');
}

/** Returns flows in the order of the switch's classifier, which a stable sort preserves. */
export function inSwitchOrder(flows: readonly FlowEntry[], { bridge }: Connection): FlowEntry[] {
  const selected = new Set(flows);
  return bridge
    .tableNumbers()
    .flatMap((number) => {
      const table = bridge.table(number);
      return table === undefined ? [] : [...classifierOf(table)];
    })
    .filter((flow) => selected.has(flow));
}

/** Returns flows sorted by the criteria; flows that lack a field come last. */
function sortFlows(
  listed: readonly ListedFlow[],
  criteria: readonly SortCriterion[],
): ListedFlow[] {
  return [...listed].sort((a, b) => {
    for (const criterion of criteria) {
      const order = compareBy(criterion, a, b);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function compareBy({ field, descending }: SortCriterion, a: ListedFlow, b: ListedFlow): number {
  const sign = descending ? -1 : 1;
  if (field === undefined) return sign * (a.flow.priority - b.flow.priority);
  const has = ({ match }: ListedFlow): boolean =>
    match.satisfies(field.prerequisite) && match.get(field.name).mask !== 0n;
  if (has(a) !== has(b)) return has(a) ? -1 : 1;
  const difference = a.match.get(field.name).value - b.match.get(field.name).value;
  return difference === 0n ? 0 : difference < 0n ? -sign : sign;
}

function dumpAggregate(run: Run, [bridgeName = '', text = '']: readonly string[]): void {
  const { connection, xid, flows } = askForFlows(run, bridgeName, text, 'aggregate');
  let packets = 0n;
  let bytes = 0n;
  for (const flow of flows) {
    packets = BigInt.asUintN(64, packets + flow.packets);
    bytes = BigInt.asUintN(64, bytes + flow.bytes);
  }
  const header = connection.header(answerName(connection, 'AGGREGATE'), xid);
  run.print(`${header} packet_count=${packets} byte_count=${bytes} flow_count=${flows.length}\n`);
}

export const FLOW_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'dump-flows',
    usage: 'SWITCH [FLOW]',
    summary: 'list all flows, or those that FLOW selects',
    run: dumpFlows,
  },
  {
    name: 'dump-aggregate',
    usage: 'SWITCH [FLOW]',
    summary: 'show the total statistics of flows',
    run: dumpAggregate,
  },
];
