/** Packets that go through the connection tracker: `compose_conntrack_action`. */

import type { CtAction } from '../../openflow/model/actions.js';
import type { Masked } from '../../openflow/model/match.js';
import type { FlowMember } from '../../openflow/model/members.js';
import { readSubfield } from '../../packet/flow-fields.js';
import { recirculateTo } from './recirculate.js';
import type { TranslationContext } from './translation-context.js';

/**
 * Has the datapath track the connection. With a table the packet comes again, and
 * goes on there with what the tracker knows; this translation then ends.
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
    // What the tracker knows stays hidden from recirculations that follow.
    context.conntracked = false;
    return;
  }
  context.conntracked = true;
  context.triggerRecirculation();
  recirculateTo(context, action.table);
}

/** What the connection's member is set to, if it is. */
function changed(
  { flow, base, wildcards }: TranslationContext,
  member: FlowMember,
): Masked | undefined {
  const mask = wildcards.get(member);
  const value = flow.get(member);
  return mask === 0n || value === base.get(member) ? undefined : { value, mask };
}
