/** From parsed commands to what they print: one transaction from beginning to end. */
import { OvsdbError } from '../../ovsdb/error.js';
import { SymbolTable } from '../../ovsdb/symbol-table.js';
import { fatal, ToolExit } from '../program/exit.js';
import { jsonText } from '../program/json-text.js';
import { formatTable } from '../program/output-table.js';
import type { ProgramLog } from '../program/program-log.js';
import { connectionProblem } from '../program/sockets.js';
import type { ToolContext } from '../tool.js';
import { Call, type CommandLine, type Run } from './ctl-command.js';
import type { Settings } from './ctl-options.js';
import type { CtlProgram } from './ctl-program.js';
import { Session } from './ctl-session.js';
import { checkSymbols } from './db-commands/symbols.js';

/** Everything that one run of a program needs. */
export interface TransactOptions<S> {
  readonly program: CtlProgram<S>;
  readonly lines: readonly CommandLine<S>[];
  readonly settings: Settings;
  readonly context: ToolContext;
  readonly log: ProgramLog;
  print(text: string): void;
  /** What the transaction is called in the database's own log. */
  readonly comment: string;
}

/**
 * Runs the commands, commits what they changed, and prints what they say.
 *
 * @returns what there is to complain about although everything went well.
 * @throws ToolExit where anything is wrong; then nothing is changed.
 */
export function transact<S>(options: TransactOptions<S>): string | undefined {
  const { program, lines, settings, context, print } = options;
  const session = new Session(program.database(context));
  try {
    const symbols = new SymbolTable(context.random);
    const run: Run<S> = {
      session,
      symbols,
      state: program.newState(session),
      log: (level, message, module = program.module) => options.log.log(module, level, message),
      print,
    };
    const calls = lines.map((line) => new Call(line, run));
    runAll(lines, calls, options);
    checkSymbols(symbols, (message) => run.log('WARN', message));
    program.beforeCommit?.(run, settings);
    const committed = commit(session, options);
    printAll(calls, options);
    if (!committed) return undefined;
    context.settle();
    return program.afterCommit?.(run.state, context, settings);
  } catch (error) {
    session.abort();
    throw error;
  }
}

function runAll<S>(
  lines: readonly CommandLine<S>[],
  calls: readonly Call<S>[],
  { settings, log }: TransactOptions<S>,
): void {
  for (const [i, call] of calls.entries()) lines[i]?.command.prepare?.(call);
  const problem = connectionProblem(settings.database);
  if (problem) fatal(`${settings.database}: database connection failed (${problem})`);
  for (const [i, call] of calls.entries()) {
    lines[i]?.command.run?.(call);
    if (call.mustWait) giveUpWaiting(settings, log);
  }
}

/**
 * Nothing else runs while a command does, so what is not so now would be waited
 * for in vain: until the alarm of `--timeout`, and for ever without it.
 */
function giveUpWaiting({ timeout }: Settings, log: ProgramLog): never {
  if (timeout === 0) {
    fatal('the condition does not hold, and waiting would not change that (see --timeout)');
  }
  log.log('fatal_signal', 'WARN', 'terminating with signal 14 (signal 14)');
  throw ToolExit.silent(128 + 14);
}

/** Whether there was anything to commit, and it was. */
function commit<S>(session: Session, { settings, comment }: TransactOptions<S>): boolean {
  if (!session.changed) {
    session.abort();
    return false;
  }
  try {
    if (settings.dryRun) {
      // The server looks at each operation before it finds that it is to abort.
      session.checkValues();
      session.abort();
      return false;
    }
    session.commit(comment);
    return true;
  } catch (error) {
    if (!(error instanceof OvsdbError)) throw error;
    const { details, error: kind, syntax } = error;
    const reply = { details, error: kind, ...(syntax === undefined ? {} : { syntax }) };
    return fatal(`transaction error: ${jsonText(reply)}`);
  }
}

function printAll<S>(
  calls: readonly Call<S>[],
  { settings: { oneline, style }, print }: TransactOptions<S>,
): void {
  let first = true;
  for (const { table, output } of calls) {
    if (table) {
      print(formatTable(table, style, first));
      first = false;
    } else {
      print(oneline ? onOneLine(output) : output);
    }
  }
}

const onOneLine = (output: string) =>
  `${output.replace(/\n$/, '').replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`;
