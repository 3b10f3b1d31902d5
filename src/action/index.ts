/** Exports the parser, the formatter and the OpenFlow encoder of logical actions. */
export { encodeActions } from './encode-actions.js';
export { parseActions } from './parse-actions.js';
