/** The logical language's actions: text to OpenFlow actions. */
export type { ActionParameters } from './action-context.js';
export { type ParsedActions, parseActions } from './parse-actions.js';
