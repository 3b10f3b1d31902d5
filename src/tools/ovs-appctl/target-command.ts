/** Defines the commands of the background programs. */
import type { CommandRow } from '../program/command-row.js';
import type { ToolContext } from '../tool.js';

/** An error, with the message of the target program. */
export class CommandError extends Error {}

export interface TargetCommand extends CommandRow {
  /** The usage as `list-commands` prints it, if `usage` differs. */
  readonly shownUsage?: string;
  /** Returns the answer. @throws CommandError */
  run(args: readonly string[], context: ToolContext): string;
}
