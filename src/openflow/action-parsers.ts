/** Reads the arguments of each action that has no other actions within it. */
import { FIELD_ROWS } from './action-text/fields.js';
import { HEADER_ROWS } from './action-text/headers.js';
import { OTHER_ROWS } from './action-text/others.js';
import { OUTPUT_ROWS } from './action-text/outputs.js';
import type { ActionParser } from './action-text/parser.js';

/** The actions by the names that text has for them. */
export const ACTION_PARSERS: ReadonlyMap<string, ActionParser> = new Map([
  ...OUTPUT_ROWS,
  ...FIELD_ROWS,
  ...HEADER_ROWS,
  ...OTHER_ROWS,
]);
