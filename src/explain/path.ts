/** The way of a packet, and of its copies, through the tables: look-up by look-up, to each end. */
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

/** A look-up in a table. */
export interface Step {
  readonly bridge: Bridge;
  readonly table: number;
  /** The flow that the packet went by; `undefined` where none was for it. */
  readonly flow: FlowEntry | undefined;
  /** The packet as it was then. */
  readonly packet: Flow;
}

/** What became of a packet, or of a copy, in the end. */
export type Fate =
  /** It left through a port, or was left to a switch to forward. */
  | 'sent'
  /** No flow did anything more with it. */
  | 'lost'
  /** It came back from the connection tracker, and what then became of it is not known any more. */
  | 'forgotten';

export interface End {
  readonly fate: Fate;
  /** From the first look-up to the last; never empty. */
  readonly steps: readonly [Step, ...Step[]];
}

/** All ends of a packet that came in by the device `device`. */
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
      // What would be handed back is not.
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
    // The ways of packets that came back stand in the order in which they came.
    const next = rest.shift();
    const found = next === undefined ? [] : follow(next, steps);
    return found.length > 0 ? found : [end('forgotten', steps)];
  };
  return follow(first, []);
}

function end(fate: Fate, steps: readonly Step[]): End {
  const [first, ...others] = steps;
  if (first === undefined) throw new RangeError('an end without a way');
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

/** Whether a packet comes back from the connection tracker after a flow. */
const isTracked = ({ actions }: FlowEntry): boolean =>
  actions.some((action) => action.type === 'ct' && action.table !== undefined);

const fateOf = ({ table, actions }: FlowEntry): Fate =>
  table !== INTERNAL_TABLE &&
  actions.some(({ type }) => type === 'output' || type === 'controller' || type === 'group')
    ? 'sent'
    : 'lost';

/** Why a packet got no further although the tables sent it out. */
export function dropsOf({ passes }: ForwardingResult): Exclude<DropReason, 'no output'>[] {
  return passes.flatMap(({ drop }) => (drop === undefined || drop === 'no output' ? [] : [drop]));
}

export const lastStep = ({ steps }: End): Step => steps.at(-1) ?? steps[0];
