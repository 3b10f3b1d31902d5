/** Calls functions. */
import type { FunctionDefinition } from '../language/ast.js';
import type { Shell } from '../state/shell.js';
import { Return } from '../state/unwind.js';

/** Runs a function with its own parameters and its own local variables. */
export function callFunction(
  shell: Shell,
  { name, body }: FunctionDefinition,
  args: readonly string[],
): Promise<number> {
  return shell.deeper(name, async () => {
    const before = { args: shell.args, frames: shell.frames, loops: shell.loops };
    const source = shell.frames[0]?.source ?? 'environment';
    shell.args = args;
    shell.frames = [{ name, source, calledFrom: shell.line }, ...shell.frames];
    shell.loops = 0;
    shell.vars.enter();
    try {
      return await shell.host.runner.command(shell, body);
    } catch (error) {
      if (error instanceof Return) return error.status;
      throw error;
    } finally {
      shell.vars.leave();
      Object.assign(shell, before);
    }
  });
}
