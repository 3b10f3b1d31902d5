/** Commands of every kind. */
import { testCondition } from '../conditions/condition.js';
import { patternRegExp } from '../expand/pattern.js';
import { arithmetic, assign } from '../expand/values.js';
import { expandPattern, expandText, expandWords } from '../expand/words.js';
import type {
  Arithmetic,
  Case,
  Command,
  CStyleFor,
  For,
  If,
  Statement,
  Until,
  While,
} from '../language/ast.js';
import { sourceOf } from '../language/syntax.js';
import type { Shell } from '../state/shell.js';
import { CommandError, Discard, Exit, FatalError, LineError, ShellError } from '../state/unwind.js';
import { oneTurn } from './loops.js';
import { withProcessSubstitutions } from './process-substitution.js';
import { redirected } from './redirect.js';
import { runSimpleCommand } from './simple-command.js';
import { runStatements } from './statements.js';
import { runInSubshell } from './subshell.js';
import { trace } from './trace.js';

/** Runs a command; gives its status. What is wrong with it is said here. */
export async function runCommand(shell: Shell, command: Command): Promise<number> {
  if (command.line) shell.line = command.line;
  try {
    return await withProcessSubstitutions(shell, () => runKind(shell, command));
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    shell.complain(error.message);
    if (error instanceof CommandError) return error.status;
    if (error instanceof FatalError && !shell.interactive) {
      // The command line of `bash -c` has a status of its own for it.
      throw new Exit(shell.subshells > 0 || shell.script !== undefined ? 1 : error.status);
    }
    throw new Discard(error.status);
  }
}

async function runKind(shell: Shell, command: Command): Promise<number> {
  if (command.type === 'SimpleCommand') return runSimpleCommand(shell, command);
  await shell.job.step();
  if (command.type === 'FunctionDef') {
    shell.functions.set(command.name, command);
    return 0;
  }
  return redirected(shell, command.redirections, () => runCompound(shell, command));
}

function runCompound(
  shell: Shell,
  command: Exclude<Command, { type: 'SimpleCommand' | 'FunctionDef' }>,
): Promise<number> {
  switch (command.type) {
    case 'If':
      return runIf(shell, command);
    case 'For':
      return runFor(shell, command);
    case 'CStyleFor':
      return runCStyleFor(shell, command);
    case 'While':
      return runWhile(shell, command, true);
    case 'Until':
      return runWhile(shell, command, false);
    case 'Case':
      return runCase(shell, command);
    case 'Group':
      return runStatements(shell, command.body);
    case 'Subshell':
      return runInSubshell(shell, command.body);
    case 'ArithmeticCommand':
      return guarded(shell, async () => (await calculate(shell, command.expression)) === 0n);
    case 'ConditionalCommand':
      return guarded(shell, async () => !(await testCondition(shell, command.expression)));
  }
}

/** The status of a question: 1 where it is answered with no, or makes no sense. */
async function guarded(shell: Shell, isFalse: () => Promise<boolean>): Promise<number> {
  try {
    return Number(await isFalse());
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    shell.complain(error.message);
    return error.status;
  }
}

/** Runs what is looked at: failure is an answer there. */
async function holds(shell: Shell, condition: readonly Statement[]): Promise<boolean> {
  shell.lenient += 1;
  try {
    return (await runStatements(shell, condition)) === 0;
  } finally {
    shell.lenient -= 1;
  }
}

async function runIf(shell: Shell, { clauses, elseBody }: If): Promise<number> {
  for (const { condition, body } of clauses) {
    if (await holds(shell, condition)) return runStatements(shell, body);
  }
  return elseBody ? runStatements(shell, elseBody) : 0;
}

async function runFor(shell: Shell, { variable, words, body, line }: For): Promise<number> {
  if (!/^[A-Za-z_]\w*$/.test(variable)) {
    throw new CommandError(`\`${variable}': not a valid identifier`);
  }
  const values = words ? await expandWords(shell, words) : shell.args;
  let status = 0;
  for (const value of values) {
    if (line) shell.line = line;
    await trace(shell, () => `for ${variable} in ${words ? sourceOf(words) : '"$@"'}`);
    await assign(shell, variable, value);
    const turn = await oneTurn(shell, () => runStatements(shell, body));
    status = turn.status;
    if (turn.ended) break;
  }
  return status;
}

/** The value of what stands in double parentheses, shown if the shell traces. */
async function calculate(shell: Shell, expression: Arithmetic | null): Promise<bigint> {
  const text = expression?.originalText ?? '1';
  await trace(shell, () => `(( ${text} ))`);
  return arithmetic(shell, text, '((: ');
}

async function runCStyleFor(shell: Shell, command: CStyleFor): Promise<number> {
  const { init, condition, update, body } = command;
  let status = 0;
  const failed = await guarded(shell, async () => {
    if (init) await calculate(shell, init);
    while ((await calculate(shell, condition)) !== 0n) {
      const turn = await oneTurn(shell, () => runStatements(shell, body));
      status = turn.status;
      if (turn.ended) break;
      if (update) await calculate(shell, update);
    }
    return false;
  });
  return failed || status;
}

async function runWhile(
  shell: Shell,
  { condition, body }: While | Until,
  wanted: boolean,
): Promise<number> {
  let status = 0;
  for (;;) {
    const turn = await oneTurn(shell, async () => {
      if ((await holds(shell, condition)) !== wanted) return undefined;
      return runStatements(shell, body);
    });
    if (turn.status === undefined) return status;
    status = turn.status;
    if (turn.ended) return status;
  }
}

async function runCase(shell: Shell, { word, items }: Case): Promise<number> {
  await trace(shell, () => `case ${sourceOf([word])} in`);
  const text = await expandText(shell, word);
  const options = { extended: true, ignoreCase: shell.options.has('nocasematch') };
  let status = 0;
  let fallsThrough = false;
  for (const { patterns, body, terminator } of items) {
    let matches = fallsThrough;
    for (const pattern of matches ? [] : patterns) {
      if (!patternRegExp(await expandPattern(shell, pattern), options).test(text)) continue;
      matches = true;
      break;
    }
    if (!matches) continue;
    status = await runStatements(shell, body);
    if (terminator === ';;') return status;
    fallsThrough = terminator === ';&';
  }
  return status;
}
