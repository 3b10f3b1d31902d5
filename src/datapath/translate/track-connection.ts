/** Sends packets through the connection tracker (`compose_conntrack_action`). */
import type { CtAction } from '../../openflow/model/actions.js';
import type { Masked } from '../../openflow/model/match.js';
import type { FlowMember } from '../../openflow/model/members.js';
import { readSubfield } from '../../packet/flow-fields.js';
import { recirculateTo } from './recirculate.js';
import type { TranslationContext } from './translation-context.js';

/**
 * Tracks the connection. If the action names a table, the packet is recirculated and continues
 * there with the result, and this translation ends.
 */
export function trackConnection(context: TranslationContext, action: CtAction): void {
  context.commit();
  context.run(action.exec);
  const { zone } = action;
  const mark = changed(context, 'ct_mark');
  const label = changed(context, 'ct_label');
  context.actions.push({
    type: 'ct',
    commit: action.commit,
    zone: typeof zone === 'number' ? zone : Number(readSubfield(context.flow, zone) & 0xffffn),
    ...(mark === undefined ? {} : { mark }),
    ...(label === undefined ? {} : { label }),
    ...(action.alg === undefined ? {} : { helper: action.alg }),
  });
  if (action.table === undefined) {
    // Recirculations after this one do not see the result.
    context.conntracked = false;
    return;
  }
  context.conntracked = true;
  context.triggerRecirculation();
  recirculateTo(context, action.table);
}

/** Returns the value to which a member of the connection is set, if any. */
function changed(
  { flow, base, wildcards }: TranslationContext,
  member: FlowMember,
): Masked | undefined {
  const mask = wildcards.get(member);
  const value = flow.get(member);
  return mask === 0n || value === base.get(member) ? undefined : { value, mask };
}
