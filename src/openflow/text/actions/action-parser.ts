/** What the parsers of actions have in common. */
import type { OfAction } from '../../model/actions.js';
import type { Protocols } from '../../model/protocols.js';
import type { TextLog } from '../../values/text-log.js';

/** What the parsers of actions share: where remarks go, and the formats that are left. */
export interface ActionContext {
  protocols: Protocols;
  readonly log: TextLog;
}

/** Makes an action of the text of its arguments. */
export type ActionParser = (value: string, context: ActionContext) => OfAction;

export const always =
  (action: OfAction): ActionParser =>
  () =>
    action;

/** Parsers by the names that text has for their actions. */
export type ActionRows = readonly (readonly [name: string, parse: ActionParser])[];
