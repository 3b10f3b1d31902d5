/** Carrying out a list of actions: `do_xlate_actions`. */

import { HANDLERS } from './handlers.js';
import { needsPacketUnderLabels } from './mpls-actions.js';
import { putOff } from './recirculate.js';
import type { PendingAction } from './recirculation-ids.js';
import type { TranslationContext } from './translation-context.js';

/**
 * Carries out actions one after the other. What a recirculation leaves undone is put
 * off until after it.
 */
export function runActions(context: TranslationContext, actions: readonly PendingAction[]): void {
  for (const [place, action] of actions.entries()) {
    if (context.exit) {
      putOff(context, actions.slice(place));
      return;
    }
    if (context.wasMpls && needsPacketUnderLabels(context, action)) context.triggerRecirculation();
    else runAction(context, action);
    if (context.leavesList) {
      context.leavesList = false;
      return;
    }
    if (context.exit && context.pending?.length === 0) {
      // The action that could not be carried out comes again, but for one that only asks for that.
      putOff(context, actions.slice(action.type === 'debug_recirc' ? place + 1 : place));
      return;
    }
  }
}

function runAction(context: TranslationContext, action: PendingAction): void {
  // The table has for each type a handler that takes actions of that type.
  const handle = HANDLERS[action.type] as (
    context: TranslationContext,
    action: PendingAction,
  ) => void;
  handle(context, action);
}
