/** The subcommands of `sandbox`, in the order in which help lists them. */
import { CLOCK } from './clock.js';
import { helpOn } from './help.js';
import { LOG } from './log.js';
import { RESET } from './reset.js';
import type { Subcommand } from './subcommand.js';

const ROWS: readonly Subcommand[] = [RESET, CLOCK, LOG];

export const SUBCOMMANDS: readonly Subcommand[] = [...ROWS, helpOn(ROWS)];
