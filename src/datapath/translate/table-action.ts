/** Looks up packets in tables and executes the flows found. */
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import { INTERNAL_TABLE } from '../../openflow/model/table-mod.js';
import type { ActionOf } from './handler.js';
import { mayResubmit } from './resubmit-limits.js';
import { type Lookup, lookup } from './table-lookup.js';
import type { TranslationContext } from './translation-context.js';

/** The table number that means the current table. */
const THIS_TABLE = 255;

/** Looks up the packet and executes the flow found. Mirrors `xlate_table_action()`. */
function lookUpAndRun(context: TranslationContext, request: Lookup): void {
  if (context.wasMpls) {
    context.triggerRecirculation();
    return;
  }
  if (!mayResubmit(context)) {
    context.exit = true;
    return;
  }
  const before = context.table;
  context.table = request.table;
  const entry = lookup(context, request);
  context.input.trace?.lookup(context, entry, context.depth + 1);
  context.effects.push({ type: 'flow', flow: entry });
  runEntry(context, entry);
  context.table = before;
}

/** Executes the actions of a flow, one level deeper. Mirrors `xlate_recursively()`. */
function runEntry(context: TranslationContext, entry: FlowEntry): void {
  const { entry: outer, cookie } = context;
  context.resubmits++;
  context.depth++;
  context.entry = entry;
  context.cookie = entry.cookie;
  context.run(entry.actions);
  context.cookie = cookie;
  context.entry = outer;
  context.depth--;
}

/** Continues in a table. */
export function nextTable(context: TranslationContext, table: number, mayPacketIn = true): void {
  lookUpAndRun(context, { table, inPort: context.inPort, mayPacketIn });
}

export function resubmit(context: TranslationContext, action: ActionOf<'resubmit'>): void {
  const { inPort = PORT.IN_PORT, table = THIS_TABLE } = action;
  lookUpAndRun(context, {
    table: table === THIS_TABLE ? context.table : table,
    inPort: inPort === PORT.IN_PORT ? context.inPort : inPort,
    mayPacketIn: context.entry?.table === INTERNAL_TABLE,
  });
}
