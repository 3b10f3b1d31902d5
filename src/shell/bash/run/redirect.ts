/** Applies redirections, for one command or for the rest of the shell. */

import { expandText } from '../expand/text.js';
import { assign } from '../expand/values.js';
import { expandWords } from '../expand/words.js';
import type { Redirection, Word } from '../language/ast.js';
import { Input, type Stream } from '../state/io.js';
import { openForReading, openForWriting, type WriteMode } from '../state/open.js';
import type { Shell } from '../state/shell.js';
import { CommandError } from '../state/unwind.js';

/** Calls `run` with redirections in effect. If one fails, the status is 1. */
export async function redirected(
  shell: Shell,
  redirections: readonly Redirection[],
  run: () => Promise<number>,
): Promise<number> {
  if (redirections.length === 0) return run();
  const before = shell.io;
  try {
    await redirect(shell, redirections);
  } catch (error) {
    shell.io = before;
    if (!(error instanceof CommandError)) throw error;
    shell.complain(error.message);
    return 1;
  }
  try {
    return await run();
  } finally {
    shell.io = before;
  }
}

/** Applies redirections in order. @throws CommandError */
export async function redirect(shell: Shell, redirections: readonly Redirection[]): Promise<void> {
  for (const redirection of redirections) await applyOne(shell, redirection);
}

async function applyOne(shell: Shell, redirection: Redirection): Promise<void> {
  const { operator, target } = redirection;
  const { descriptor } = redirection;
  const given = typeof descriptor === 'number' ? descriptor : undefined;
  switch (operator) {
    case '<<':
    case '<<-':
      set(shell, given ?? 0, input(new Input(await expandText(shell, target))));
      return;
    case '<<<': {
      const text = await expandText(shell, target);
      set(shell, given ?? 0, input(new Input(`${text}\n`)));
      return;
    }
    case '>&':
    case '<&':
      return duplicate(shell, redirection, target, operator === '>&' ? 1 : 0);
    case '&>':
    case '&>>': {
      const path = await pathOf(shell, target);
      const mode = operator === '&>' ? 'truncate' : 'append';
      const stream = output(await openForWriting(shell, path, mode));
      set(shell, 1, stream);
      set(shell, 2, stream);
      return;
    }
    default: {
      const stream = await openFile(shell, operator, await pathOf(shell, target));
      const usual = operator.startsWith('<') ? 0 : 1;
      set(shell, await descriptorFor(shell, redirection, usual), stream);
    }
  }
}

const input = (from: Input): Stream => ({ kind: 'input', input: from });
const output = (to: Awaited<ReturnType<typeof openForWriting>>): Stream => ({
  kind: 'output',
  output: to,
});

function set(shell: Shell, descriptor: number, stream: Stream | undefined): void {
  shell.io = shell.io.with(descriptor, stream);
}

const WRITE_MODES: Readonly<Record<string, WriteMode>> = {
  '>': 'truncate',
  '>|': 'truncate-always',
  '>>': 'append',
};

async function openFile(shell: Shell, operator: string, path: string): Promise<Stream> {
  if (operator === '<') return input(await openForReading(shell, path));
  if (operator === '<>') {
    const to = await openForWriting(shell, path, 'keep');
    return { kind: 'both', input: await openForReading(shell, path), output: to };
  }
  return output(await openForWriting(shell, path, WRITE_MODES[operator] ?? 'truncate'));
}

/** Returns the one path that a word names. @throws CommandError */
async function pathOf(shell: Shell, word: Word): Promise<string> {
  const [path, ...others] = await expandWords(shell, [word]);
  if (path !== undefined && others.length === 0) return path;
  throw new CommandError(`${word.source}: ambiguous redirect`);
}

/** Returns the descriptor before the operator, or a free one for `{name}>file`. */
async function descriptorFor(
  shell: Shell,
  { descriptor }: Redirection,
  usual: number,
): Promise<number> {
  if (typeof descriptor !== 'string') return descriptor ?? usual;
  const free = shell.io.nextFree;
  await assign(shell, descriptor, String(free));
  return free;
}

/** Applies `2>&1`, `<&3`, `>&-` or `>&file`. */
async function duplicate(
  shell: Shell,
  redirection: Redirection,
  target: Word,
  usual: number,
): Promise<void> {
  const word = await expandText(shell, target);
  const [, source, move] = /^(\d*)(-?)$/.exec(word) ?? [];
  if (source === undefined || word === '') {
    if (redirection.operator === '<&' || redirection.descriptor !== undefined) {
      throw new CommandError(`${word}: ambiguous redirect`);
    }
    return applyOne(shell, { ...redirection, operator: '&>' });
  }
  if (typeof redirection.descriptor === 'string' && source === '') {
    set(shell, Number(shell.vars.find(redirection.descriptor)?.value), undefined);
    return;
  }
  const descriptor = await descriptorFor(shell, redirection, usual);
  const stream = source === '' ? undefined : shell.io.get(Number(source));
  if (source !== '' && !stream) throw new CommandError(`${source}: Bad file descriptor`);
  set(shell, descriptor, stream);
  if (source !== '' && move === '-') set(shell, Number(source), undefined);
}
