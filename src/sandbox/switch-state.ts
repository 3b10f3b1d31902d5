/**
 * Saves and restores the manual changes to bridges: flows, groups and table settings. The flows of
 * ovn-controller are not saved, since it derives them again.
 */
import { restoreTies, tieOrder } from '../datapath/classifier/table-classifier.js';
import { emptyDictionary } from '../lib/dictionary.js';
import type { OfAction } from '../openflow/model/actions.js';
import { FLOW_FLAG, type FlowEntry, isHidden } from '../openflow/model/flow-entry.js';
import type { FlowCommand } from '../openflow/model/flow-mod.js';
import { PORT } from '../openflow/model/openflow-ports.js';
import type { TableMiss } from '../openflow/model/table-mod.js';
import { applyGroupMod } from '../openflow/switch/apply-group-mod.js';
import type { Bridge, FragmentHandling } from '../openflow/switch/bridge.js';
import type { Switch } from '../openflow/switch/switch.js';
import { formatAction } from '../openflow/text/format-actions.js';
import { formatMatch } from '../openflow/text/format-match.js';
import { parseFlowMod } from '../openflow/text/parse-flow.js';
import { parseGroupMod } from '../openflow/text/parse-group.js';
import { formatGroup } from '../tools/ovs-ofctl/group-text.js';
import { StateError } from './saved-state.js';

/** The manual changes to a bridge. Omitted parts are as on a new bridge. */
export interface BridgeState {
  /** All flows that were not derived, as `ovs-ofctl add-flow` takes them. */
  readonly flows?: readonly string[];
  /** The derived flows that were removed, as `ovs-ofctl --strict del-flows` takes them. */
  readonly removed?: readonly string[];
  /** The groups, as `ovs-ofctl -O OpenFlow15 add-group` takes them. */
  readonly groups?: readonly string[];
  readonly fragments?: FragmentHandling;
  /** The action for packets that match no flow, by table. */
  readonly misses?: Readonly<Record<string, TableMiss>>;
  /** The tables with eviction enabled. */
  readonly evicting?: readonly number[];
  /**
   * By table, the order in which the classifier tries its masks. It depends on the history of the
   * flows, and megaflows reveal it.
   */
  readonly ties?: Readonly<Record<string, readonly string[]>>;
}

/** Bridges by name. */
export type SwitchState = Readonly<Record<string, BridgeState>>;

/** A derived flow that should be on a bridge. */
type Wanted = Pick<FlowEntry, 'table' | 'priority' | 'match'>;

/**
 * Returns the derived flows that are missing from a bridge; `undefined` if no flows are derived for
 * that bridge (any more).
 */
type FindMissing = (bridge: Bridge) => readonly Wanted[] | undefined;

const CACHE = new WeakMap<Bridge, { readonly version: string; readonly state: BridgeState }>();

/** Returns the state of all bridges; `undefined` if none differs from a new one. */
export function saveSwitch({ bridges }: Switch, findMissing: FindMissing): SwitchState | undefined {
  const saved: Record<string, BridgeState> = emptyDictionary();
  // A bridge that fails and comes back is last in the switch, but not in a loaded one.
  for (const [name, bridge] of [...bridges].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const known = CACHE.get(bridge);
    const missing = findMissing(bridge);
    const version = `${bridge.revision} ${missing?.length}`;
    const state = known?.version === version ? known.state : saveBridge(bridge, missing);
    CACHE.set(bridge, { version, state });
    if (Object.keys(state).length > 0) saved[name] = state;
  }
  return Object.keys(saved).length === 0 ? undefined : saved;
}

function saveBridge(bridge: Bridge, missing: readonly Wanted[] | undefined): BridgeState {
  const flows = [...bridge.flows()].filter(({ place }) => !place || !missing).map(flowText);
  const removed = (missing ?? []).map(matchText).sort();
  const groups = Array.from(bridge.groups.values(), (group) => formatGroup(group, 15));
  const { misses, evicting } = bridge.requestedTables();
  const ties = bridge.tableNumbers().flatMap((number) => {
    const table = bridge.table(number);
    const order = table ? tieOrder(table) : [];
    return order.length > 0 ? [[String(number), order] as const] : [];
  });
  const untouched = bridge.failMode === 'standalone' ? [STANDALONE_FLOW] : [];
  return {
    ...(flows.join('\n') === untouched.join('\n') ? {} : { flows }),
    ...(removed.length > 0 ? { removed } : {}),
    ...(groups.length > 0 ? { groups } : {}),
    ...(bridge.fragments === 'normal' ? {} : { fragments: bridge.fragments }),
    ...(misses.size > 0 ? { misses: Object.fromEntries(misses) } : {}),
    ...(evicting.size > 0 ? { evicting: [...evicting] } : {}),
    ...(ties.length > 0 ? { ties: Object.fromEntries(ties) } : {}),
  };
}

const TEXTS = new WeakMap<FlowEntry, string>();

function flowText(flow: FlowEntry): string {
  const known = TEXTS.get(flow);
  if (known !== undefined) return known;
  const text = `${matchText(flow)}${settingsText(flow)} actions=${exactText(flow.actions)}`;
  // The timeouts of a flow may differ from those it was added with.
  if (flow.idleTimeout === 0 && flow.hardTimeout === 0) TEXTS.set(flow, text);
  return text;
}

/** Returns the text of actions, including those that the switch's listings print ambiguously. */
function exactText(actions: readonly OfAction[]): string {
  if (actions.length === 0) return 'drop';
  return actions
    .map((action) => {
      if (action.type === 'set_mpls_tc') return `set_mpls_tc(${action.value})`;
      if (action.type === 'write_actions') return `write_actions(${exactText(action.actions)})`;
      return formatAction(action);
    })
    .join(',');
}

function matchText({ table, priority, match }: Wanted): string {
  const { value, mask } = match.member('nw_frag');
  // The words for fragments parse as different masks.
  const text = formatMatch(match).replace(/\bnw_frag=[^,]+/, `${FRAGMENTS}${value}/${mask}`);
  return `table=${table},priority=${priority}${text === '' ? '' : `,${text}`}`;
}

const FLAG_WORDS = [
  [FLOW_FLAG.SEND_FLOW_REM, 'send_flow_rem'],
  [FLOW_FLAG.NO_PACKET_COUNTS, 'no_packet_counts'],
  [FLOW_FLAG.NO_BYTE_COUNTS, 'no_byte_counts'],
] as const;

function settingsText(flow: FlowEntry): string {
  const { cookie, idleTimeout, hardTimeout, importance, flags } = flow;
  let text = cookie === 0n ? '' : `,cookie=0x${cookie.toString(16)}`;
  if (idleTimeout !== 0) text += `,idle_timeout=${idleTimeout}`;
  if (hardTimeout !== 0) text += `,hard_timeout=${hardTimeout}`;
  if (importance !== 0) text += `,importance=${importance}`;
  for (const [flag, word] of FLAG_WORDS) if ((flags & flag) !== 0) text += `,${word}`;
  return text;
}

/** The initial flow of a bridge in standalone mode. */
const STANDALONE_FLOW = `table=0,priority=0 actions=${formatAction({
  type: 'output',
  port: PORT.NORMAL,
})}`;

/**
 * Restores a state that {@link saveSwitch} returned. Flows and groups start with new counters and
 * times, as they do when a host's switch restarts and its flows are added again.
 *
 * @param now milliseconds since the epoch
 * @throws StateError if part of the state is invalid
 */
export function restoreSwitch({ bridges }: Switch, state: SwitchState, now: number): void {
  for (const [name, saved] of Object.entries(state)) {
    const bridge = bridges.get(name);
    if (!bridge) throw new StateError(`"bridges": there is no bridge ${name}`);
    try {
      restoreBridge(bridge, saved, now);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new StateError(`"bridges": ${name}: ${why}`);
    }
  }
}

function restoreBridge(bridge: Bridge, saved: BridgeState, now: number): void {
  if (saved.fragments) bridge.fragments = saved.fragments;
  for (const [table, miss] of Object.entries(saved.misses ?? {})) {
    bridge.setTableMiss(Number(table), miss);
  }
  for (const table of saved.evicting ?? []) bridge.setEviction(table, true);
  for (const text of saved.groups ?? []) {
    applyGroupMod(bridge, parseGroupMod(text, 'add', NO_LOG).mod, now);
  }
  for (const text of saved.removed ?? []) {
    const { table, priority, match } = parseFlow(text, 'delete_strict');
    const flow = bridge.findFlow(table, priority, match);
    if (flow) bridge.deleteFlow(flow);
  }
  if (saved.flows) restoreFlows(bridge, saved.flows);
  for (const [number, order] of Object.entries(saved.ties ?? {})) {
    const table = bridge.table(Number(number));
    if (table) restoreTies(table, order);
  }
}

function restoreFlows(bridge: Bridge, flows: readonly string[]): void {
  for (const flow of [...bridge.flows()]) if (!flow.place) bridge.deleteFlow(flow);
  for (const text of flows) {
    const mod = parseFlow(text, 'add');
    const flow = bridge.addFlow({ ...mod, cookie: mod.newCookie });
    if (isHidden(flow)) throw new Error(`${text}: the priority is too high`);
  }
}

const NO_LOG = (): void => {};

const FRAGMENTS = 'nw_frag=';
const FRAGMENTS_PATTERN = /,nw_frag=(\d{1,3})\/(\d{1,3})\b/;

/** ovn-controller's action without controller ids, which a parser reads as the default id. */
const DEC_TTL = 'dec_ttl()';

function parseFlow(text: string, command: FlowCommand) {
  const [fragments, value, mask] = FRAGMENTS_PATTERN.exec(text) ?? [];
  const { mod: parsed } = parseFlowMod(text.replace(fragments ?? '', ''), command, NO_LOG);
  const mod =
    value !== undefined && mask !== undefined
      ? { ...parsed, match: parsed.match.with('ip_frag', BigInt(value), BigInt(mask)) }
      : parsed;
  for (const action of mod.actions) {
    // The switch accepts no flow with a meter.
    if (action.type === 'meter') throw new Error(`${text}: there are no meters`);
  }
  if (!text.includes(DEC_TTL)) return mod;
  return {
    ...mod,
    actions: mod.actions.map((action) =>
      action.type === 'dec_ttl' ? { ...action, controllers: [], listed: true } : action,
    ),
  };
}
