/** Lists the builtins. */
import type { Builtin } from '../state/shell.js';
import { DECLARATIONS } from './declare.js';
import { ECHO } from './echo.js';
import { FLOW } from './flow.js';
import { FOLDERS } from './folders.js';
import { HISTORY } from './history.js';
import { JOBS } from './jobs.js';
import { NAMES } from './names.js';
import { OPTIONS } from './options.js';
import { PRINTF } from './printf.js';
import { READING } from './read.js';
import { RUNNING } from './running.js';
import { VARIABLES } from './variables.js';

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  [
    ...[ECHO, PRINTF, HISTORY],
    ...FLOW,
    ...FOLDERS,
    ...VARIABLES,
    ...READING,
    ...OPTIONS,
    ...NAMES,
    ...RUNNING,
    ...JOBS,
    // If the name is the result of an expansion, the arguments are plain words.
    ...DECLARATIONS.values(),
  ].map((builtin) => [builtin.name, builtin]),
);
