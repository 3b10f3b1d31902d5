/** Runs a command whose words are expanded. */
import { findUtility } from '../../../utilities/table.js';
import type { Program } from '../../program.js';
import type { Shell } from '../state/shell.js';
import { BrokenPipe, CommandError, Interrupted } from '../state/unwind.js';
import { type Found, findCommand } from './find-command.js';
import { callFunction } from './functions.js';
import { runScriptFile } from './scripts.js';
import { runOwnUtility } from './utility.js';

/** Runs a command and returns its status. */
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

/** Runs the command that a name was resolved to. */
export async function invokeFound(
  shell: Shell,
  found: Found,
  args: readonly string[],
): Promise<number> {
  switch (found.kind) {
    case 'function':
      return callFunction(shell, found.definition, args);
    case 'builtin':
      return runBuiltin(shell, found.builtin.name, () => found.builtin.run(shell, args));
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

/** Runs a builtin and reports errors in its arguments. */
export async function runBuiltin(
  shell: Shell,
  name: string,
  run: () => number | Promise<number>,
): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BrokenPipe && shell.traps.get('SIGPIPE') === '') {
      shell.complain(`${name}: write error: Broken pipe`);
      return 1;
    }
    if (!(error instanceof CommandError)) throw error;
    shell.complain(error.message);
    return error.status;
  }
}

/** Runs a program; a closed pipe ends only the program, and not the shell that started it. */
async function untilBroken(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof BrokenPipe)) throw error;
    return error.status;
  }
}

/** No argument of a program can hold a NUL character. */
const withoutNul = (text: string): string => text.replaceAll('\0', '');

async function runProgram(
  shell: Shell,
  program: Program,
  args: readonly string[],
): Promise<number> {
  const { io, job, cwd } = shell;
  const input = io.input();
  if (program.readsInput?.(args) ?? args.includes('-')) await input?.all();
  // A long-running program ends when its pipe is closed.
  const closed = new AbortController();
  const write = (descriptor: number) => (text: string) => {
    try {
      shell.write(descriptor, text);
    } catch (error) {
      if (error instanceof BrokenPipe) closed.abort(error);
      throw error;
    }
  };
  return untilBroken(async () => {
    const running = program.run({
      args: args.map(withoutNul),
      stdin: () => input?.take() ?? '',
      cwd,
      signal: AbortSignal.any([job.signal, closed.signal]),
      columns: io.output(1)?.columns,
      show: io.output(1)?.show,
      strict: shell.options.has('strict'),
      stdout: write(1),
      stderr: write(2),
    });
    const status = typeof running === 'number' ? running : await job.during(running);
    closed.signal.throwIfAborted();
    return status;
  });
}

/** Characters that a program writes to a pipe before it waits for the reader. */
const CHUNK = 65_536;

async function runUtility(shell: Shell, name: string, args: readonly string[]): Promise<number> {
  const words = args.map(withoutNul);
  const utility = await findUtility(name);
  if (utility) {
    const start = (child: Shell, command: readonly string[]) =>
      invoke(child, command, { functions: false });
    const status = await untilBroken(() => runOwnUtility(shell, utility, name, words, start));
    if (name === 'grep' && status === 1) shell.host.onNoMatch([name, ...words]);
    return status;
  }
  const { host, job, cwd, io } = shell;
  const input = io.input();
  const call = {
    args: words,
    stdin: '',
    cwd,
    environment: shell.vars.environment(),
    signal: job.signal,
  };
  const reads = input && (await host.utilities.readsInput(name, call));
  if (reads) await input.all();
  const stdin = reads ? input.take() : '';
  const result = await host.utilities.run(name, { ...call, stdin });
  if (job.signal.aborted) throw new Interrupted();
  return untilBroken(async () => {
    shell.write(2, result.stderr);
    for (let at = 0; at < result.stdout.length; at += CHUNK) {
      shell.write(1, result.stdout.slice(at, at + CHUNK));
      if (shell.pipe?.isFull) await shell.pipe.room();
    }
    return result.exitCode;
  });
}
