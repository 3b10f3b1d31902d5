/** Executes the action set in the order that OpenFlow prescribes (`ofpacts_execute_action_set`). */
import { type OfAction, SETTING_ACTIONS } from '../../openflow/model/actions.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import type { ActionOf } from './handler.js';
import type { TranslationContext } from './translation-context.js';

type Type = OfAction['type'];

/** Actions of which only the last one counts, in execution order. */
const BEFORE_SETTING: readonly (readonly Type[])[] = [
  ['strip_vlan'],
  ['pop_mpls'],
  ['push_mpls'],
  ['push_vlan'],
  ['dec_ttl'],
  ['dec_mpls_ttl'],
];

/**
 * Actions that forward the packet; only the first type that is present counts. Without one, the set
 * does nothing.
 */
const LEAVING: readonly Type[] = ['group', 'output', 'resubmit'];

/** Returns the actions of a set in execution order. */
export function orderActionSet(set: readonly OfAction[]): readonly OfAction[] {
  const last = (types: readonly Type[]): readonly OfAction[] => {
    const action = set.findLast(({ type }) => types.includes(type));
    return action === undefined ? [] : [action];
  };
  const leaving = LEAVING.find((type) => set.some((action) => action.type === type));
  if (leaving === undefined) return [];
  return [
    ...BEFORE_SETTING.flatMap(last),
    ...set.filter(({ type }) => SETTING_ACTIONS.includes(type)),
    ...last(['set_queue']),
    ...last([leaving]),
  ];
}

/** Executes and clears the action set. Mirrors `xlate_action_set()`. */
export function runActionSet(context: TranslationContext): void {
  const actions = orderActionSet(context.actionSet);
  context.inActionSet = true;
  context.actionSet = [];
  context.run(actions);
  context.inActionSet = false;
}

/**
 * Adds actions to the action set, and updates `actset_output`, which holds their destination.
 * Mirrors `xlate_write_actions()`.
 */
export function writeActions(context: TranslationContext, action: ActionOf<'write_actions'>): void {
  if (!context.actionSetHasGroup) {
    for (const inner of action.actions) {
      if (inner.type === 'output') {
        context.flow.set('actset_output', BigInt(inner.port));
      } else if (inner.type === 'group') {
        context.flow.set('actset_output', BigInt(PORT.UNSET));
        context.actionSetHasGroup = true;
        break;
      }
    }
  }
  context.actionSet = [...context.actionSet, ...action.actions];
}

export function clearActions(context: TranslationContext): void {
  context.actionSet = [];
  context.flow.set('actset_output', BigInt(PORT.UNSET));
  context.actionSetHasGroup = false;
}
