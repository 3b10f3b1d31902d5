/** Executes a list of actions (`do_xlate_actions`). */
import { HANDLERS } from './handlers.js';
import { needsPacketUnderLabels } from './mpls-actions.js';
import { deferActions } from './recirculate.js';
import type { PendingAction } from './recirculation-ids.js';
import type { TranslationContext } from './translation-context.js';

/** Executes actions in order. If the packet is recirculated, defers the remaining ones. */
export function runActions(context: TranslationContext, actions: readonly PendingAction[]): void {
  for (const [place, action] of actions.entries()) {
    if (context.exit) {
      deferActions(context, actions.slice(place));
      return;
    }
    if (context.wasMpls && needsPacketUnderLabels(context, action)) context.triggerRecirculation();
    else runAction(context, action);
    if (context.leavesList) {
      context.leavesList = false;
      return;
    }
    if (context.exit && context.pending?.length === 0) {
      // The interrupted action is executed again, unless its only effect is recirculation.
      deferActions(context, actions.slice(action.type === 'debug_recirc' ? place + 1 : place));
      return;
    }
  }
}

function runAction(context: TranslationContext, action: PendingAction): void {
  // The table has a handler for each type of action.
  const handle = HANDLERS[action.type] as (
    context: TranslationContext,
    action: PendingAction,
  ) => void;
  handle(context, action);
}
