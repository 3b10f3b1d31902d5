/** Commands that compare the flows of a file with those of a bridge, and make them equal. */

import { maskKey } from '../../../datapath/classifier/packed-mask.js';
import { PriorityVector } from '../../../datapath/classifier/priority-vector.js';
import type { OfAction } from '../../../openflow/model/actions.js';
import { FLOW_FLAG } from '../../../openflow/model/flow-entry.js';
import {
  EMPTY_FLOW_MOD,
  type FlowCommand,
  type FlowMod,
} from '../../../openflow/model/flow-mod.js';
import type { Match } from '../../../openflow/model/match.js';
import { PROTOCOLS, type Protocols } from '../../../openflow/model/protocols.js';
import { formatActionList } from '../../../openflow/text/format-actions.js';
import { formatMatch } from '../../../openflow/text/format-match.js';
import { parseFlowMod } from '../../../openflow/text/parse-flow.js';
import { fatal, ToolExit } from '../../program/exit.js';
import type { OfctlCommand } from '../command.js';
import type { Connection } from '../connection.js';
import { readFile, readLines } from '../input.js';
import { listFlow } from '../listed-flow.js';
import type { Run } from '../run.js';
import { sendBundle } from '../send-bundle.js';
import { inSwitchOrder, requireReadable } from './dump-flows.js';
import { flowModOrder } from './flow-mods.js';

/** A flow of one of the two sides. */
interface Version {
  readonly cookie: bigint;
  readonly idleTimeout: number;
  readonly hardTimeout: number;
  readonly importance: number;
  readonly flags: number;
  readonly actions: readonly OfAction[];
}

type Side = 'first' | 'second';

/** A match and priority with the flows of both sides; the table does not matter. */
interface Pair {
  readonly match: Match;
  readonly priority: number;
  first?: Version;
  second?: Version;
}

/** The pairs that match the same bits. */
class Group {
  readonly pairs: Pair[] = [];
  maxPriority = -1;

  add(pair: Pair): void {
    this.pairs.push(pair);
    this.maxPriority = Math.max(this.maxPriority, pair.priority);
  }
}

/** The flows of both sides in pairs, in the order of a classifier. */
class Comparison {
  readonly #pairs = new Map<string, Pair>();
  readonly #byBits = new Map<string, Group>();
  readonly #groups = new PriorityVector<Group>();

  set(match: Match, priority: number, side: Side, version: Version): void {
    const key = `${priority} ${match.key}`;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = { match, priority };
      this.#pairs.set(key, pair);
      this.#insert(pair);
    }
    pair[side] = version;
  }

  *pairs(): IterableIterator<Pair> {
    for (const { pairs } of this.#groups) yield* pairs;
  }

  #insert(pair: Pair): void {
    const bits = maskKey(pair.match);
    const known = this.#byBits.get(bits);
    const group = known ?? new Group();
    group.add(pair);
    if (known !== undefined) {
      this.#groups.raise(group);
      return;
    }
    this.#byBits.set(bits, group);
    this.#groups.insert(group);
  }
}

function sameVersion(a: Version, b: Version): boolean {
  return (
    a.cookie === b.cookie &&
    a.idleTimeout === b.idleTimeout &&
    a.hardTimeout === b.hardTimeout &&
    a.importance === b.importance &&
    formatActionList(a.actions) === formatActionList(b.actions)
  );
}

/** Returns the line for one side of a pair; empty if it has no flow. */
function formatVersion({ match, priority }: Pair, version: Version | undefined): string {
  if (version === undefined) return '';
  let text = formatMatch(match, priority);
  if (version.cookie !== 0n) text += ` cookie=0x${version.cookie.toString(16)}`;
  if (version.idleTimeout !== 0) text += ` idle_timeout=${version.idleTimeout}`;
  if (version.hardTimeout !== 0) text += ` hard_timeout=${version.hardTimeout}`;
  if (version.importance !== 0) text += ` importance=${version.importance}`;
  return `${text} actions=${formatActionList(version.actions)}\n`;
}

/** Reads a file of flows into one side; returns the formats that can express all of them. */
function readFlowsFromFile(run: Run, file: string, to: Comparison, side: Side): Protocols {
  const contents = readFile(run, file) ?? fatal(`${file}: open (No such file or directory)`);
  const parsed = readLines(file, contents, (line) => parseFlowMod(line, 'add', () => {}));
  for (const { mod } of parsed) {
    to.set(mod.match, mod.priority, side, {
      cookie: mod.newCookie,
      idleTimeout: mod.idleTimeout,
      hardTimeout: mod.hardTimeout,
      importance: mod.importance,
      flags: mod.flags & FLOW_FLAG.SEND_FLOW_REM,
      actions: mod.actions,
    });
  }
  return parsed.reduce<Protocols>((set, { protocols }) => set & protocols, PROTOCOLS.ANY);
}

function readFlowsFromSwitch(run: Run, connection: Connection, to: Comparison, side: Side): void {
  connection.request();
  connection.bridge.expireFlows();
  const flows = inSwitchOrder([...connection.bridge.flows()], connection);
  const listed = flows.map((flow) => listFlow(flow, connection.protocol));
  requireReadable(run, listed, connection);
  for (const { flow, match, actions } of listed) {
    to.set(match, flow.priority, side, {
      cookie: flow.cookie,
      idleTimeout: flow.idleTimeout,
      hardTimeout: flow.hardTimeout,
      importance: connection.version >= 14 ? flow.importance : 0,
      flags: 0,
      actions,
    });
  }
}

/** Reads the flows of a file, or of a bridge if there is no such file. */
function readFlowsFromSource(run: Run, source: string, to: Comparison, side: Side): void {
  const isPath = /^[/.]/.test(source);
  if (isPath || (!source.includes(':') && run.context.files.read(source) !== undefined)) {
    readFlowsFromFile(run, source, to, side);
    return;
  }
  const connection = run.connect(source);
  connection.chooseDumpProtocol(PROTOCOLS.ANY);
  readFlowsFromSwitch(run, connection, to, side);
}

function diffFlows(run: Run, [first = '', second = '']: readonly string[]): void {
  const comparison = new Comparison();
  readFlowsFromSource(run, first, comparison, 'first');
  readFlowsFromSource(run, second, comparison, 'second');
  let differ = false;
  for (const pair of comparison.pairs()) {
    const before = formatVersion(pair, pair.first);
    const after = formatVersion(pair, pair.second);
    if (before === after) continue;
    differ = true;
    if (before !== '') run.print(`-${before}`);
    if (after !== '') run.print(`+${after}`);
  }
  if (differ) throw ToolExit.silent(2);
}

function flowMod(pair: Pair, version: Version, command: FlowCommand): FlowMod {
  return {
    ...EMPTY_FLOW_MOD,
    command,
    match: pair.match,
    priority: pair.priority,
    newCookie: version.cookie,
    modifyCookie: true,
    idleTimeout: version.idleTimeout,
    hardTimeout: version.hardTimeout,
    importance: version.importance,
    flags: version.flags,
    actions: command === 'add' ? version.actions : [],
  };
}

function replaceFlows(run: Run, [bridgeName = '', file = '']: readonly string[]): void {
  const comparison = new Comparison();
  const usable = readFlowsFromFile(run, file, comparison, 'first');
  const connection = run.connect(bridgeName);
  connection.chooseDumpProtocol(usable);
  readFlowsFromSwitch(run, connection, comparison, 'second');
  const pairs = [...comparison.pairs()];
  const mods: FlowMod[] = [];
  for (const pair of pairs) {
    if (pair.second !== undefined && pair.first === undefined) {
      mods.push(flowMod(pair, pair.second, 'delete_strict'));
    }
  }
  for (const pair of pairs) {
    if (pair.first === undefined) continue;
    const same = pair.second !== undefined && sameVersion(pair.first, pair.second);
    if (!same || run.settings.readd) mods.push(flowMod(pair, pair.first, 'add'));
  }
  if (run.settings.bundle) sendBundle(run, connection, mods);
  else connection.order(...mods.map((mod) => flowModOrder(run, connection, mod)));
}

export const FLOW_COMPARISON_COMMANDS: readonly OfctlCommand[] = [
  {
    name: 'replace-flows',
    usage: 'SWITCH FILE',
    summary: 'replace the flows with those in a file, changing only those that differ',
    run: replaceFlows,
  },
  {
    name: 'diff-flows',
    usage: 'SOURCE SOURCE',
    summary: 'compare the flows of two bridges or files',
    run: diffFlows,
  },
];
