/** Explains what an OpenFlow flow does and where it comes from. */
import type { FlowOwner } from '../controller/desired-flow.js';
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
    return { sentence: foreignFlowSentence(bridge, flow), details: itself };
  }
  const { sentence, details } = explainOwner(context, owner, bridge, flow);
  return {
    sentence: asWanted ? sentence : `${sentence} But its actions were changed by hand.`,
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

/** Returns the sentence for a flow that ovn-controller did not add. */
function foreignFlowSentence({ name, failMode }: Bridge, { actions, priority, match }: FlowEntry) {
  const [only] = actions;
  const normal = actions.length === 1 && only?.type === 'output' && only.port === PORT.NORMAL;
  if (normal && failMode === 'standalone' && priority === 0 && match.entries.length === 0) {
    return `Bridge ${name} is an ordinary switch: it learns where addresses are and forwards packets there.`;
  }
  return 'This flow does not come from OVN: it was added by hand, for example with ovs-ofctl.';
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

/** Returns the conjunctive matches that a flow belongs to, with its clause in each. */
function conjunctionDetails({ actions }: FlowEntry): Detail[] {
  const parts = actions.flatMap((action) => (action.type === 'conjunction' ? [action] : []));
  return parts.map(({ id, clause, clauses }) => [
    'conjunction',
    `clause ${clause + 1} of the ${clauses} that a packet must match before the flow with conj_id=${id} applies`,
  ]);
}
