/** Finds the flows that correspond to a line of `dump-flows`, or part of one. */
import type { OfAction } from '../openflow/model/actions.js';
import type { FlowEntry } from '../openflow/model/flow-entry.js';
import type { Match } from '../openflow/model/match.js';
import { type OpenFlowVersion, PROTOCOL } from '../openflow/model/protocols.js';
import type { Bridge } from '../openflow/switch/bridge.js';
import { formatActionList } from '../openflow/text/format-actions.js';
import { formatMatch } from '../openflow/text/format-match.js';
import { parseFlowMod } from '../openflow/text/parse-flow.js';
import { convertActions } from '../openflow/wire/convert-actions.js';
import { convertMatch } from '../openflow/wire/convert-match.js';

/** A flow and its bridge. */
export interface FoundFlow {
  readonly bridge: Bridge;
  readonly flow: FlowEntry;
}

/**
 * The forms in which a match can be listed: the match itself, what remains of it in a format that
 * cannot express all of it, and the match that its text parses to, which differs if only one bit of
 * `ip_frag` is matched.
 */
const MATCH_FORMS: readonly ((match: Match) => Match)[] = [
  (match) => match,
  ...[PROTOCOL.OF10_NXM, PROTOCOL.OF13_OXM, PROTOCOL.OF10_STD].map(
    (format) => (match: Match) => convertMatch(match, format),
  ),
  (match) => readFlow(`${formatMatch(match)} actions=drop`).match,
];

/** The OpenFlow versions in which flows can be listed. */
const VERSIONS: readonly OpenFlowVersion[] = [10, 11, 12, 13];

/**
 * Returns the flows that `text` describes. If it omits the table, the priority or the actions, any
 * value fits. The first bridge with such a flow wins.
 *
 * @throws OpenFlowTextError if `text` is not a flow.
 */
export function findFlows(bridges: readonly Bridge[], text: string): readonly FoundFlow[] {
  const [beforeActions = '', actionsText] = text.split(/actions=(.*)/s);
  const says = (key: string): boolean => new RegExp(`(^|[\\s,])${key}=`).test(beforeActions);
  const whole = actionsText === undefined ? `${text} actions=drop` : text;
  const { table, priority, match, actions } = readFlow(whole);
  const candidates = bridges.flatMap((bridge) =>
    [...bridge.flows()].flatMap((flow) =>
      (!says('table') || flow.table === table) && (!says('priority') || flow.priority === priority)
        ? [{ bridge, flow }]
        : [],
    ),
  );
  for (const form of MATCH_FORMS) {
    const found = candidates.filter(({ flow }) => form(flow.match).equals(match));
    const same = found.filter(({ flow }) => actionsText && isShownAs(flow, actions));
    const [best] = same.length > 0 ? same : found;
    if (best) return (same.length > 0 ? same : found).filter((it) => it.bridge === best.bridge);
  }
  return [];
}

/**
 * Parses a flow from a listing. Listings print `nw_frag`, which the parser knows only as `ip_frag`;
 * the reference has the same mismatch.
 */
function readFlow(text: string) {
  return parseFlowMod(text.replace(/\bnw_frag=/g, 'ip_frag='), 'add', () => {}).mod;
}

/** Returns true if some OpenFlow version lists a flow's actions as `shown`. */
function isShownAs(flow: FlowEntry, shown: readonly OfAction[]): boolean {
  const wanted = formatActionList(shown);
  return VERSIONS.some(
    (version) => formatActionList(convertActions(flow.actions, version, flow.match)) === wanted,
  );
}
