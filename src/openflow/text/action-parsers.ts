/** Reads the arguments of each action that has no other actions within it. */

import type { ActionParser } from './actions/action-parser.js';
import { FIELD_ROWS } from './actions/field-actions.js';
import { HEADER_ROWS } from './actions/header-actions.js';
import { OTHER_ROWS } from './actions/other-actions.js';
import { OUTPUT_ROWS } from './actions/output-actions.js';

/** The actions by the names that text has for them. */
export const ACTION_PARSERS: ReadonlyMap<string, ActionParser> = new Map([
  ...OUTPUT_ROWS,
  ...FIELD_ROWS,
  ...HEADER_ROWS,
  ...OTHER_ROWS,
]);
