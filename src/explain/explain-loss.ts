/** Explains why packets were lost, and how others got through. */
import type { ForwardingResult } from '../datapath/dpif/forwarding-result.js';
import type { PacketContext } from './context.js';
import { explainFlow } from './explain-flow.js';
import type { Detail, Explanation } from './explanation.js';
import { logicalTable } from './logical-table.js';
import type { Loss } from './loss.js';
import { NetworkNames } from './network-names.js';
import { endsOf, lastStep, type Step } from './path.js';
import { placeOf, stageIn } from './place.js';

/** Returns a sentence about a lost packet. */
export const lossSentence = ({ what, fate, reason }: Loss): string =>
  `The ${what} ${fate}: ${reason.cause}.`;

/** Explains a loss, starting from where the packet ended. */
export function explainLoss(context: PacketContext, loss: Loss): Explanation {
  const { end, reason } = loss;
  return {
    sentence: lossSentence(loss),
    details: [
      ...(end ? endDetails(context, lastStep(end)) : []),
      ...(reason.instead.length > 0 ? [['instead', ...reason.instead] as const] : []),
      ...(end ? pathDetails(context, end.steps.slice(0, -1).reverse()) : []),
    ],
  };
}

/** Returns the paths of a packet that got through. */
export function explainPath(
  context: PacketContext,
  device: string,
  forwarded: ForwardingResult,
): readonly Detail[] {
  const ends = endsOf(context.datapath, device, forwarded);
  return ends.flatMap(({ fate, steps }) => (fate === 'sent' ? pathDetails(context, steps) : []));
}

/** Returns the flow where a packet ended, or the table where no flow matched it. */
export function endDetails(
  context: PacketContext,
  { bridge, table, flow, packet }: Step,
): Detail[] {
  if (flow) return [...explainFlow(context, bridge, flow).details];
  const names = new NetworkNames(context);
  const logical = logicalTable(context.dialect.layout, table);
  const { datapath } = placeOf(names, packet);
  const stage = logical && datapath && stageIn(context, logical, datapath);
  const where =
    datapath && stage ? `, which is stage ${stage} of ${names.datapath(datapath._uuid)}` : '';
  return [['no flow', `in table ${table} of ${bridge.name}${where}`]];
}

/** Returns a line for each table on a path. */
function pathDetails(context: PacketContext, steps: readonly Step[]): Detail[] {
  const lines = steps.map(({ bridge, table, flow }) => {
    const sentence = flow ? explainFlow(context, bridge, flow).sentence : '';
    return `${bridge.name} ${String(table).padStart(2)}  ${sentence}`;
  });
  return lines.length > 0 ? [['on the way', ...lines]] : [];
}
