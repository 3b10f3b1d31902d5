/** The logical language's actions: text to logical actions, and those to OpenFlow actions. */
export { encodeActions } from './encode-actions.js';
export { parseActions } from './parse-actions.js';
