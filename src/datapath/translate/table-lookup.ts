/**
 * Finds the flow for a packet in a table, or the internal flow for a miss
 * (`rule_dpif_lookup_from_table`).
 */
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import { INTERNAL_TABLE } from '../../openflow/model/table-mod.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import type { FlowTable } from '../../openflow/switch/flow-table.js';
import type { Flow } from '../../packet/flow.js';
import { classifierOf } from '../classifier/table-classifier.js';
import { internalFlows } from './internal-flows.js';
import type { TranslationContext } from './translation-context.js';

export interface Lookup {
  readonly table: number;
  /** The input port to use for the lookup. */
  readonly inPort: number;
  /** True if a packet that matches no flow may go to a controller. */
  readonly mayPacketIn: boolean;
}

/** Returns the flow for the packet, from the table or an internal one. */
export function lookup(context: TranslationContext, request: Lookup): FlowEntry {
  const { flow, bridge } = context;
  const own = internalFlows(bridge.bridge);
  const fragment = (flow.get('nw_frag') & 1n) !== 0n && bridge.bridge.fragments !== 'nx-match';
  const note = (table: number, matched: boolean): void => {
    context.effects.push({ type: 'table', bridge: bridge.bridge, table, matched });
  };
  if (fragment && bridge.bridge.fragments !== 'normal') {
    note(request.table, true);
    return own.dropFragments;
  }
  for (let number = request.table; ; number++) {
    const found = lookUpAs(flow, request.inPort, fragment, () => {
      const table = tableOf(bridge.bridge, number);
      return table && classifierOf(table).lookup(flow, context.wildcards);
    });
    note(number, found !== undefined);
    maskLearnedFlows(context, number, found?.priority);
    if (found !== undefined) return found;
    if (!request.mayPacketIn) return own.noPacketIn;
    const miss = bridge.bridge.tableMiss(number);
    if (miss === 'continue' && number < INTERNAL_TABLE - 1) continue;
    const tells = miss === 'default' ? bridge.packetInOnMiss : miss !== 'drop';
    return tells ? own.miss : own.noPacketIn;
  }
}

/**
 * Adds the masks of flows that the packet itself makes the switch learn. The packet does not match
 * them, but the lookup still depends on them.
 */
function maskLearnedFlows(context: TranslationContext, table: number, priority = -1): void {
  if (!context.hasPacket) return;
  for (const effect of context.effects) {
    if (effect.type !== 'learn' || effect.bridge !== context.bridge.bridge) continue;
    const { mod } = effect;
    if (mod.table !== table || mod.priority <= priority) continue;
    for (const { index, mask } of mod.match.entries) context.wildcards.addAt(index, mask);
  }
}

function tableOf(bridge: Bridge, number: number): FlowTable | undefined {
  return number === INTERNAL_TABLE ? internalFlows(bridge).table : bridge.table(number);
}

/** Looks up a flow with a different input port and, for a fragment, without transport ports. */
function lookUpAs<T>(flow: Flow, inPort: number, portless: boolean, look: () => T): T {
  const before = (['in_port', 'tp_src', 'tp_dst'] as const).map(
    (member) => [member, flow.get(member)] as const,
  );
  flow.set('in_port', BigInt(inPort));
  if (portless) {
    flow.set('tp_src', 0n);
    flow.set('tp_dst', 0n);
  }
  const seen = look();
  for (const [member, value] of before) flow.set(member, value);
  return seen;
}
