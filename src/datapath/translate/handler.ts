/** What carries out actions. */

import type { PendingAction } from './recirculation-ids.js';
import type { TranslationContext } from './translation-context.js';

export type ActionType = PendingAction['type'];

/** The actions of some types. */
export type ActionOf<T extends ActionType> = PendingAction & { readonly type: T };

/** Carries out an action. */
export type Handler<T extends ActionType> = (
  context: TranslationContext,
  action: ActionOf<T>,
) => void;
