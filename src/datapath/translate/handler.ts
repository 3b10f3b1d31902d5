/** Declares the type of the functions that execute actions. */
import type { PendingAction } from './recirculation-ids.js';
import type { TranslationContext } from './translation-context.js';

export type ActionType = PendingAction['type'];

/** The actions of a type. */
export type ActionOf<T extends ActionType> = PendingAction & { readonly type: T };

/** Executes an action. */
export type Handler<T extends ActionType> = (
  context: TranslationContext,
  action: ActionOf<T>,
) => void;
