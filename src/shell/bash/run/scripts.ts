/** Runs scripts, in a new process or sourced into this shell. */
import { runLines } from '../process/lines.js';
import { runToEnd } from '../process/subshell.js';
import { readFile } from '../state/open.js';
import type { Shell } from '../state/shell.js';
import { Return } from '../state/unwind.js';

const CANNOT_RUN = 126;

/** Runs a script in a new process, which inherits only the environment. */
export async function runScriptFile(
  shell: Shell,
  path: string,
  args: readonly string[],
): Promise<number> {
  const text = await readFile(shell, path);
  const [, interpreter] = /^#!\s*(?:\/usr\/bin\/env\s+)?(\S+)/.exec(text) ?? [];
  if (interpreter !== undefined && !/(^|\/)(ba|da)?sh$/.test(interpreter)) {
    shell.complain(`${path}: ${interpreter}: bad interpreter: No such file or directory`);
    return CANNOT_RUN;
  }
  const child = shell.spawn(path, args);
  child.script = path;
  return runChild(shell, child, text);
}

/** Runs a script in `child`, a new shell. */
export function runChild(parent: Shell, child: Shell, text: string): Promise<number> {
  if (child.script !== undefined) parent.host.onScript(parent.path(child.script));
  return child.deeper(child.name, async () => {
    const status = await runToEnd(child, () => runScript(child, text));
    parent.random = child.random;
    return status;
  });
}

/** Runs a whole script. */
export async function runScript(shell: Shell, text: string): Promise<number> {
  const { frames } = shell;
  if (shell.script !== undefined && frames.length === 0) {
    shell.frames = [{ name: 'main', source: shell.script, calledFrom: 0 }];
  }
  try {
    return await runLines(shell, text);
  } finally {
    shell.frames = frames;
  }
}

/** Runs a file in this shell. */
export async function sourceScript(
  shell: Shell,
  path: string,
  args: readonly string[] | undefined,
): Promise<number> {
  const text = await readFile(shell, path);
  shell.host.onScript(shell.path(path));
  const before = { args: shell.args, frames: shell.frames, traceDepth: shell.traceDepth };
  shell.frames = [{ name: 'source', source: path, calledFrom: shell.line }, ...shell.frames];
  shell.traceDepth += 1;
  if (args) shell.args = args;
  try {
    return await shell.deeper(path, () => runLines(shell, text, path));
  } catch (error) {
    if (error instanceof Return) return error.status;
    throw error;
  } finally {
    shell.frames = before.frames;
    shell.traceDepth = before.traceDepth;
    if (args) shell.args = before.args;
  }
}

/** Runs text in place of a command: `eval`. */
export async function evaluateScript(shell: Shell, text: string): Promise<number> {
  const { line } = shell;
  shell.traceDepth += 1;
  try {
    return await runLines(shell, text, `${shell.name}: eval`);
  } finally {
    shell.traceDepth -= 1;
    shell.line = line;
  }
}
