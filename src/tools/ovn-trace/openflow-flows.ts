/** Finds the OpenFlow flows of logical flows, for `ovn-trace --ovs`. */
import type { Dialect } from '../../action/layout.js';
import { compileFlow, flowsOf } from '../../controller/logical/lflow-compile.js';
import type { PortLookup } from '../../expr/matches.js';
import type { SbRow } from '../../logical/databases.js';
import type { Datapath } from '../../logical/network.js';
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import { formatFlow, formatFlowStats } from '../ovs-ofctl/flow-text.js';

/**
 * Returns the flows of a bridge that belong to a logical flow, as `dump-flows` shows them. Flows of
 * a conjunctive match are compared without its id, which depends on other logical flows.
 */
export function openflowText(
  row: SbRow<'Logical_Flow'>,
  { tunnel_key }: Datapath,
  bridge: Bridge,
  {
    lookupPort,
    dialect,
    now,
  }: { readonly lookupPort: PortLookup; readonly dialect: Dialect; readonly now: number },
): string[] {
  const compiled = compileFlow(row, tunnel_key, lookupPort, dialect);
  if ('error' in compiled) return [];
  const found = flowsOf(compiled, 0).flatMap(({ table, priority, match }) => {
    const flow = bridge.findFlow(table, priority, match);
    if (flow !== undefined || compiled.conjunctions === 0) return flow ?? [];
    return [...(bridge.table(table)?.atPriority(priority) ?? [])].filter((candidate) =>
      withoutConjunction(candidate).equals(withoutConjunction({ match })),
    );
  });
  return [...new Set(found)].map((flow) =>
    formatFlowStats(
      { flow, text: formatFlow(flow.match, flow.priority, flow.actions) },
      10,
      false,
      now,
    ).trimStart(),
  );
}

const withoutConjunction = ({ match }: Pick<FlowEntry, 'match'>) => match.with('conj_id', 0n, 0n);
