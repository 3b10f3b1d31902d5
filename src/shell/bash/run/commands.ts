/** Runs commands of every kind. */
import { testCondition } from '../conditions/condition.js';
import { compilePattern } from '../expand/pattern.js';
import { withProcessSubstitutions } from '../expand/process-substitution.js';
import { expandPattern, expandText } from '../expand/text.js';
import { arithmetic, assign } from '../expand/values.js';
import { expandWords } from '../expand/words.js';
import type {
  ArithmeticFor,
  Case,
  Command,
  CompoundCommand,
  For,
  If,
  Statements,
  While,
} from '../language/ast.js';
import { sourceOf } from '../language/print.js';
import { runInSubshell } from '../process/subshell.js';
import type { Shell } from '../state/shell.js';
import { CommandError, Discard, Exit, FatalError, LineError, ShellError } from '../state/unwind.js';
import { oneTurn } from './loops.js';
import { redirected } from './redirect.js';
import { runSimpleCommand } from './simple-command.js';
import { trace } from './trace.js';

/** Runs a command, reports its errors and returns its status. */
export async function runCommand(shell: Shell, command: Command): Promise<number> {
  shell.line = command.line;
  try {
    return await withProcessSubstitutions(shell, () => runKind(shell, command));
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    shell.complain(error.message);
    if (error instanceof CommandError) return error.status;
    if (error instanceof FatalError && !shell.interactive) {
      // `bash -c` exits with a different status than a script or subshell.
      throw new Exit(shell.subshells > 0 || shell.script !== undefined ? 1 : error.status);
    }
    throw new Discard(error.status);
  }
}

async function runKind(shell: Shell, command: Command): Promise<number> {
  if (command.type === 'simple') return runSimpleCommand(shell, command);
  const wait = shell.step();
  if (wait) await wait;
  if (command.type === 'function') {
    shell.functions.set(command.name, command);
    return 0;
  }
  return redirected(shell, command.redirections, () => runCompound(shell, command));
}

function runCompound(shell: Shell, command: CompoundCommand): Promise<number> {
  const { runner } = shell.host;
  switch (command.type) {
    case 'if':
      return runIf(shell, command);
    case 'for':
      return runFor(shell, command);
    case 'arithmetic-for':
      return runArithmeticFor(shell, command);
    case 'while':
    case 'until':
      return runWhile(shell, command);
    case 'case':
      return runCase(shell, command);
    case 'group':
      return runner.statements(shell, command.body);
    case 'subshell':
      return runInSubshell(shell, command.body);
    case 'arithmetic':
      return guarded(shell, async () => (await calculate(shell, command.expression)) === 0n);
    case 'conditional':
      return guarded(shell, async () => !(await testCondition(shell, command.condition)));
  }
}

/** Returns the status of a test: 1 if it is false or in error. */
async function guarded(shell: Shell, isFalse: () => Promise<boolean>): Promise<number> {
  try {
    return Number(await isFalse());
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    shell.complain(error.message);
    return error.status;
  }
}

/** Runs a condition, in which failure is a result and not an error. */
async function holds(shell: Shell, condition: Statements): Promise<boolean> {
  shell.lenient += 1;
  try {
    return (await shell.host.runner.statements(shell, condition)) === 0;
  } finally {
    shell.lenient -= 1;
  }
}

async function runIf(shell: Shell, { clauses, otherwise }: If): Promise<number> {
  for (const { condition, body } of clauses) {
    if (await holds(shell, condition)) return shell.host.runner.statements(shell, body);
  }
  return otherwise ? shell.host.runner.statements(shell, otherwise) : 0;
}

async function runFor(shell: Shell, { variable, words, body, line }: For): Promise<number> {
  if (!/^[A-Za-z_]\w*$/.test(variable)) {
    throw new CommandError(`\`${variable}': not a valid identifier`);
  }
  const values = words ? await expandWords(shell, words) : shell.args;
  let status = 0;
  for (const value of values) {
    shell.line = line;
    await trace(shell, () => `for ${variable} in ${words ? sourceOf(words) : '"$@"'}`);
    await assign(shell, variable, value);
    const turn = await oneTurn(shell, () => shell.host.runner.statements(shell, body));
    status = turn.status;
    if (turn.ended) break;
  }
  return status;
}

/** Returns the value of an expression in double parentheses, and traces it. */
async function calculate(shell: Shell, expression: string): Promise<bigint> {
  await trace(shell, () => `(( ${expression.trim()} ))`);
  return arithmetic(shell, expression, '((: ');
}

async function runArithmeticFor(shell: Shell, command: ArithmeticFor): Promise<number> {
  const { init, condition, update, body } = command;
  let status = 0;
  const failed = await guarded(shell, async () => {
    if (init.trim() !== '') await calculate(shell, init);
    const endless = condition.trim() === '' ? '1' : condition;
    while ((await calculate(shell, endless)) !== 0n) {
      const turn = await oneTurn(shell, () => shell.host.runner.statements(shell, body));
      status = turn.status;
      if (turn.ended) break;
      if (update.trim() !== '') await calculate(shell, update);
    }
    return false;
  });
  return failed || status;
}

async function runWhile(shell: Shell, { type, condition, body }: While): Promise<number> {
  const wanted = type === 'while';
  let status = 0;
  for (;;) {
    const turn = await oneTurn(shell, async () => {
      if ((await holds(shell, condition)) !== wanted) return undefined;
      return shell.host.runner.statements(shell, body);
    });
    if (turn.status === undefined) return status;
    status = turn.status;
    if (turn.ended) return status;
  }
}

async function runCase(shell: Shell, { word, items }: Case): Promise<number> {
  await trace(shell, () => `case ${sourceOf([word])} in`);
  const text = await expandText(shell, word);
  const options = { ignoreCase: shell.options.has('nocasematch') };
  let status = 0;
  let fallsThrough = false;
  for (const { patterns, body, terminator } of items) {
    let matches = fallsThrough;
    for (const pattern of matches ? [] : patterns) {
      if (!compilePattern(await expandPattern(shell, pattern), options).matches(text)) continue;
      matches = true;
      break;
    }
    if (!matches) continue;
    status = await shell.host.runner.statements(shell, body);
    if (terminator === ';;') return status;
    fallsThrough = terminator === ';&';
  }
  return status;
}
