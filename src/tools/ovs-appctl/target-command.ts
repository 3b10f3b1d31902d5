import type { ToolContext } from '../tool.js';

/** What a background program says no to, in its words. */
export class CommandError extends Error {}

/** A command that a background program answers. */
export interface TargetCommand {
  readonly name: string;
  readonly usage: string;
  readonly arity: readonly [min: number, max: number];
  /** Its answer. @throws CommandError */
  run(args: readonly string[], context: ToolContext): string;
}
