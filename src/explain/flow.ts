/** What an OpenFlow flow does, and who asked for it. */
import type { FlowOwner } from '../controller/flow.js';
import type { FlowEntry } from '../openflow/model/flow-entry.js';
import { PORT } from '../openflow/model/openflow-ports.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import { formatActionList } from '../openflow/text/format-actions.js';
import { formatMatch } from '../openflow/text/format-match.js';
import type { ExplainContext } from './context.js';
import type { Detail, Explanation } from './explanation.js';
import { NetworkNames } from './network-names.js';
import { PhysicalFlows } from './physical.js';

/** Explains a flow of a bridge. */
export function explainFlow(context: ExplainContext, bridge: Bridge, flow: FlowEntry): Explanation {
  const { owners, asWanted } = context.provenance.flow(bridge, flow);
  const [owner, ...others] = owners;
  const itself = flowDetails(context, bridge, flow);
  if (owner === undefined) {
    return { sentence: strangerSentence(bridge, flow), details: itself };
  }
  const { sentence, details } = explainOwner(context, owner, bridge, flow);
  return {
    sentence: asWanted
      ? sentence
      : `${sentence} But somebody has given this flow other actions by hand.`,
    details: [
      ...itself,
      ...conjunctionDetails(flow),
      ...details,
      ...others.map(
        (other): Detail => ['also wanted by', explainOwner(context, other, bridge, flow).sentence],
      ),
    ],
  };
}

function explainOwner(
  context: ExplainContext,
  owner: FlowOwner,
  bridge: Bridge,
  flow: FlowEntry,
): Explanation {
  const row = owner.kind === 'logical-flow' && context.sb.get('Logical_Flow', owner.id);
  return row
    ? context.wording.logicalFlow(context, row)
    : new PhysicalFlows(context).explain(owner, bridge, flow);
}

/** A flow that ovn-controller knows nothing of. */
function strangerSentence({ name, failMode }: Bridge, { actions, priority, match }: FlowEntry) {
  const [only] = actions;
  const normal = actions.length === 1 && only?.type === 'output' && only.port === PORT.NORMAL;
  if (normal && failMode === 'standalone' && priority === 0 && match.entries.length === 0) {
    return `Bridge ${name} is an ordinary switch: it learns where addresses are and forwards packets there.`;
  }
  return 'This flow is not of OVN: somebody added it by hand, for instance with ovs-ofctl.';
}

function flowDetails(context: ExplainContext, bridge: Bridge, flow: FlowEntry): Detail[] {
  const match = formatMatch(flow.match);
  const registers = new NetworkNames(context).registers(flow.match);
  return [
    [
      'flow',
      `table ${flow.table} of ${bridge.name}, priority ${flow.priority}`,
      `match    ${match === '' ? 'any packet' : match}`,
      ...(registers.length > 0 ? [`where    ${registers.join(', ')}`] : []),
      `actions  ${formatActionList(flow.actions)}`,
    ],
  ];
}

/** A flow that is one part of a match that needs several. */
function conjunctionDetails({ actions }: FlowEntry): Detail[] {
  const parts = actions.flatMap((action) => (action.type === 'conjunction' ? [action] : []));
  return parts.map(({ id, clause, clauses }) => [
    'conjunction',
    `choice ${clause + 1} of the ${clauses} that a packet has to satisfy before the flow with conj_id=${id} acts`,
  ]);
}
