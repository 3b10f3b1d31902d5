/** Follows a packet and its copies through the tables, lookup by lookup, to every end. */
import type { DataPlane } from '../datapath/dpif/data-plane.js';
import type { DropReason, ForwardingResult, Pass } from '../datapath/dpif/forwarding-result.js';
import { ScratchRecirculationIds } from '../datapath/translate/recirculation-ids.js';
import {
  type TraceItem,
  type TraceLookup,
  TraceRecorder,
} from '../datapath/translate/trace-recorder.js';
import { translate } from '../datapath/translate/translate.js';
import type { FlowEntry } from '../openflow/model/flow-entry.js';
import { INTERNAL_TABLE } from '../openflow/model/table-mod.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import type { Flow } from '../packet/flow.js';

/** A lookup in a table. */
export interface Step {
  readonly bridge: Bridge;
  readonly table: number;
  /** The flow that the packet matched, if any. */
  readonly flow: FlowEntry | undefined;
  /** The packet at the time of the lookup. */
  readonly packet: Flow;
}

/** The outcome for a packet or a copy of it. */
export type Fate =
  /** It left through a port, or the NORMAL action forwarded it. */
  | 'sent'
  /** No flow forwarded it. */
  | 'lost'
  /** It returned from the connection tracker, and its path after that was not recorded. */
  | 'forgotten';

export interface End {
  readonly fate: Fate;
  /** The lookups, from first to last. */
  readonly steps: readonly [Step, ...Step[]];
}

/** Returns all ends of a packet that `device` sent. */
export function endsOf(datapath: DataPlane, device: string, { passes }: ForwardingResult): End[] {
  const bridge = datapath.port(device)?.bridge;
  const [first, ...others] = passes;
  if (bridge === undefined || first === undefined) return [];
  const rest = [...others];
  const follow = (pass: Pass, before: readonly Step[]): End[] => {
    const recorder = new TraceRecorder();
    translate({
      bridge,
      flow: pass.flow,
      hasPacket: false,
      // A real translation would release these ids eventually.
      recirculation: new ScratchRecirculationIds(datapath.recirculation),
      trace: recorder,
    });
    return recorder.items.flatMap((item) => ends(item, before));
  };
  const ends = (item: TraceItem, before: readonly Step[]): End[] => {
    if (item.type === 'message') return [];
    const steps = [...before, stepOf(datapath, item)] as const;
    const nested = item.items.flatMap((below) => ends(below, steps));
    if (nested.length > 0) return nested;
    if (!isTracked(item.entry)) return [end(fateOf(item.entry), steps)];
    // Passes are recorded in the order in which packets returned from the tracker.
    const next = rest.shift();
    const found = next === undefined ? [] : follow(next, steps);
    return found.length > 0 ? found : [end('forgotten', steps)];
  };
  return follow(first, []);
}

function end(fate: Fate, steps: readonly Step[]): End {
  const [first, ...others] = steps;
  if (first === undefined) throw new RangeError('an end without a path');
  return { fate, steps: [first, ...others] };
}

function stepOf({ bridges }: DataPlane, { bridge, table, entry, flow }: TraceLookup): Step {
  const found = bridges.get(bridge)?.bridge;
  if (found === undefined) throw new RangeError(`no bridge ${bridge}`);
  return {
    bridge: found,
    table,
    flow: entry.table === INTERNAL_TABLE ? undefined : entry,
    packet: flow,
  };
}

/** Returns true if a packet returns from the connection tracker after a flow. */
const isTracked = ({ actions }: FlowEntry): boolean =>
  actions.some((action) => action.type === 'ct' && action.table !== undefined);

const fateOf = ({ table, actions }: FlowEntry): Fate =>
  table !== INTERNAL_TABLE &&
  actions.some(({ type }) => type === 'output' || type === 'controller' || type === 'group')
    ? 'sent'
    : 'lost';

/** Returns why the datapath dropped packets that the tables output. */
export function dropsOf({ passes }: ForwardingResult): Exclude<DropReason, 'no output'>[] {
  return passes.flatMap(({ drop }) => (drop === undefined || drop === 'no output' ? [] : [drop]));
}

export const lastStep = ({ steps }: End): Step => steps.at(-1) ?? steps[0];
