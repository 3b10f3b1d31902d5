/** Finds a flow that was deleted by hand, and that a lost packet would have matched. */
import type { Flow } from '../controller/desired-flow.js';
import { formatActionList } from '../openflow/text/format-actions.js';
import { formatMatch } from '../openflow/text/format-match.js';
import type { ExplainContext } from './context.js';
import type { Step } from './path.js';
import type { Reason } from './reason.js';

/** Returns the reason if a packet would have matched a flow that was deleted by hand. */
export function deletedFlow(
  { provenance }: ExplainContext,
  { bridge, table, flow, packet }: Step,
): Reason | undefined {
  const lost = provenance
    .missing(bridge)
    .filter((missing) => missing.table === table && missing.priority > (flow?.priority ?? -1))
    .filter(({ match }) =>
      match.entries.every(({ index, value, mask }) => (packet.at(index) & mask) === value),
    )
    .sort((a, b) => b.priority - a.priority)[0];
  return (
    lost && {
      cause: `the flow of table ${table} of ${bridge.name} that it would match was deleted by hand`,
      instead: [`ovs-ofctl add-flow ${bridge.name} '${flowText(lost)}'`],
    }
  );
}

function flowText({ table, priority, match, actions }: Flow): string {
  const conditions = formatMatch(match);
  const parts = [`table=${table}`, `priority=${priority}`, ...(conditions ? [conditions] : [])];
  return `${parts.join(',')} actions=${formatActionList(actions)}`;
}
