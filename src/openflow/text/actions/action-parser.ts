/** The types of the parsers of actions. */
import type { OfAction } from '../../model/actions.js';
import type { Protocols } from '../../model/protocols.js';
import type { TextLog } from '../../values/text-log.js';

/** The context of a parser: the log, and the remaining flow formats. */
export interface ActionContext {
  protocols: Protocols;
  readonly log: TextLog;
}

/** Parses the arguments of an action. */
export type ActionParser = (value: string, context: ActionContext) => OfAction;

export const always =
  (action: OfAction): ActionParser =>
  () =>
    action;

/** Parsers by the names of their actions. */
export type ActionRows = readonly (readonly [name: string, parse: ActionParser])[];
