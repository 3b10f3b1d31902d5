/** Runs a command whose words are expanded. */

import type { Program } from '../../program.js';
import type { Shell } from '../state/shell.js';
import { CommandError, Interrupted } from '../state/unwind.js';
import { type Found, findCommand } from './find-command.js';
import { callFunction } from './functions.js';
import { runScriptFile } from './scripts.js';

/** Runs `words`; gives the status. */
export async function invoke(
  shell: Shell,
  words: readonly string[],
  options: { readonly functions?: boolean } = {},
): Promise<number> {
  const [name = '', ...args] = words;
  const found = await findCommand(shell, name, options);
  if (found.kind === 'unusable') shell.host.onUnknown(name, args);
  return invokeFound(shell, found, args);
}

/** Runs what a name was found to mean. */
export async function invokeFound(
  shell: Shell,
  found: Found,
  args: readonly string[],
): Promise<number> {
  switch (found.kind) {
    case 'function':
      return callFunction(shell, found.definition, args);
    case 'builtin':
      return runBuiltin(shell, () => found.builtin.run(shell, args));
    case 'program':
      return runProgram(shell, found.program, args);
    case 'utility':
      return runUtility(shell, found.name, args);
    case 'script':
      return runScriptFile(shell, found.path, args);
    case 'unusable':
      shell.complain(found.why);
      return found.status;
  }
}

/** Runs a builtin; what is wrong with its arguments is said where its output goes. */
export async function runBuiltin(
  shell: Shell,
  run: () => number | Promise<number>,
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    shell.complain(error.message);
    return error.status;
  }
}

async function runProgram(
  shell: Shell,
  program: Program,
  args: readonly string[],
): Promise<number> {
  const { io, job, cwd } = shell;
  return program.run({
    args,
    stdin: () => io.input()?.take() ?? '',
    cwd,
    signal: job.signal,
    stdout: (text) => shell.write(1, text),
    stderr: (text) => shell.write(2, text),
  });
}

async function runUtility(shell: Shell, name: string, args: readonly string[]): Promise<number> {
  const { host, job, cwd, io } = shell;
  const input = io.input();
  const call = {
    args,
    stdin: input?.peek() ?? '',
    cwd,
    environment: shell.vars.environment(),
    signal: job.signal,
  };
  const result = await host.utilities.run(name, call);
  if (job.signal.aborted) throw new Interrupted();
  if (call.stdin !== '' && (await host.utilities.readsInput(name, call))) input?.take();
  shell.write(2, result.stderr);
  shell.write(1, result.stdout);
  return result.exitCode;
}
