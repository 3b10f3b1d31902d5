/** Tells the way of a packet stage by stage, with the flow of each and where that comes from. */
import type { ForwardingResult } from '../datapath/dpif/forwarding-result.js';
import type { PacketContext } from './context.js';
import { explainFlow } from './explain-flow.js';
import { endDetails } from './explain-loss.js';
import type { Detail } from './explanation.js';
import { logicalTable } from './logical-table.js';
import { NetworkNames } from './network-names.js';
import { endsOf, type Fate, type Step } from './path.js';
import { placeOf, stageIn } from './place.js';

export interface JourneyStep {
  /** The table, such as `br-int 17`. */
  readonly table: string;
  /** The logical stage and its datapath; undefined if the table belongs to none. */
  readonly stage: string | undefined;
  readonly sentence: string;
  readonly details: readonly Detail[];
}

/** The way of the packet, or of one copy of it. */
export interface Journey {
  readonly fate: Fate;
  readonly steps: readonly JourneyStep[];
}

/** Returns the ways of a packet that `device` sent and of its copies. */
export function journeysOf(
  context: PacketContext,
  device: string,
  forwarded: ForwardingResult,
): readonly Journey[] {
  return endsOf(context.datapath, device, forwarded).map(({ fate, steps }) => ({
    fate,
    steps: steps.map((step) => journeyStep(context, step)),
  }));
}

function journeyStep(context: PacketContext, step: Step): JourneyStep {
  const { bridge, table, flow } = step;
  const explained = flow
    ? explainFlow(context, bridge, flow)
    : {
        sentence: 'No flow matches the packet, so it is dropped.',
        details: endDetails(context, step),
      };
  return { table: `${bridge.name} ${table}`, stage: stageOf(context, step), ...explained };
}

function stageOf(context: PacketContext, { table, packet }: Step): string | undefined {
  const names = new NetworkNames(context);
  const logical = logicalTable(context.dialect.layout, table);
  const { datapath } = placeOf(names, packet);
  const stage = logical && datapath && stageIn(context, logical, datapath);
  return datapath && stage ? `${stage} of ${names.datapath(datapath._uuid)}` : undefined;
}
