/** Reads the arguments of each action that has no other actions within it. */
import { FIELD_ROWS } from './actions/fields.js';
import { HEADER_ROWS } from './actions/headers.js';
import { OTHER_ROWS } from './actions/others.js';
import { OUTPUT_ROWS } from './actions/outputs.js';
import type { ActionParser } from './actions/parser.js';

/** The actions by the names that text has for them. */
export const ACTION_PARSERS: ReadonlyMap<string, ActionParser> = new Map([
  ...OUTPUT_ROWS,
  ...FIELD_ROWS,
  ...HEADER_ROWS,
  ...OTHER_ROWS,
]);
