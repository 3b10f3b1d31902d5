/** Resumes translations after recirculation. */
import { formatAction, formatActionList } from '../../openflow/text/format-actions.js';
import { restoreMetadata } from './recirculate.js';
import type { PendingAction, RecirculationState } from './recirculation-ids.js';
import type { TranslationContext } from './translation-context.js';

/**
 * Restores the state before recirculation.
 *
 * @returns the deferred actions, or false if the packet must be dropped.
 */
export function resume(context: TranslationContext): readonly PendingAction[] | false {
  const id = Number(context.flow.get('recirc_id'));
  if (id === 0) return [];
  const state = context.input.recirculation.get(id);
  if (state === undefined) {
    context.log('WARN', `Recirculation context not found for ID ${id.toString(16)}`);
    return false;
  }
  context.report('Restoring state post-recirculation:');
  if ((context.input.actions?.length ?? 0) > 0) {
    context.log('WARN', 'Recirculation conflict (actions)!');
    context.report('- Recirculation conflict (actions)!');
    return false;
  }
  restore(context, state);
  return state.actions;
}

function restore(context: TranslationContext, state: RecirculationState): void {
  context.bridge = state.bridge;
  context.table = state.table;
  context.report(`- Resuming from table ${state.table}`);
  if (!state.conntracked) {
    for (const member of ['ct_state', 'ct_zone', 'ct_mark', 'ct_label'] as const) {
      context.flow.set(member, 0n);
    }
  }
  restoreMetadata(context.flow, state.metadata);
  context.stack = [...state.stack];
  context.mirrored = state.mirrored;
  if (state.actionSet.length > 0) {
    context.report(`- Restoring action set: ${formatActionList(state.actionSet)}`);
    context.actionSet = state.actionSet;
    context.actionSetHasGroup = state.actionSet.some(({ type }) => type === 'group');
  }
  if (state.actions.length > 0) {
    context.report(`- Restoring actions: ${formatPending(state.actions)}`);
  }
}

function formatPending(actions: readonly PendingAction[]): string {
  return actions
    .map((action) => (action.type === 'unroll_xlate' ? action.type : formatAction(action)))
    .join(',');
}
