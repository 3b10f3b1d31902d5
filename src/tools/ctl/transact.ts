/** Runs the commands of a program as one transaction. */
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
import { checkSymbols } from './db-commands/row-names.js';

/** The input of one run of a program. */
export interface TransactOptions<S> {
  readonly program: CtlProgram<S>;
  readonly lines: readonly CommandLine<S>[];
  readonly settings: Settings;
  readonly context: ToolContext;
  readonly log: ProgramLog;
  print(text: string): void;
  /** The comment on the transaction in the database's log. */
  readonly comment: string;
}

/**
 * Runs the commands, commits their changes and prints their output.
 *
 * @returns an error message about the effects of a successful commit, if something failed.
 * @throws ToolExit for an error; then nothing is changed.
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
  connectToDatabase(settings, log);
  for (const [i, call] of calls.entries()) {
    lines[i]?.command.run?.(call);
    if (call.mustWait) {
      waitForever(settings, log, 'the condition does not hold, and waiting would not change that');
    }
  }
}

/** Ends the program if no server answers at the address of the database. */
function connectToDatabase(settings: Settings, log: ProgramLog): void {
  const { database, retry } = settings;
  const isPassive = /^p(unix|tcp):/.test(database);
  const problem = connectionProblem(database);
  if (isPassive || (retry && problem !== undefined)) {
    const event = isPassive ? 'connect to' : 'answer at';
    waitForever(settings, log, `no database server will ever ${event} ${database}`);
  }
  if (problem) fatal(`${database}: database connection failed (${problem})`);
}

/**
 * Ends the program as the alarm of `--timeout` does, or with `reason` if no timeout is set. Nothing
 * else runs while a command does, so the real program would wait forever.
 */
function waitForever({ timeout }: Settings, log: ProgramLog, reason: string): never {
  if (timeout === 0) fatal(`${reason} (see --timeout)`);
  log.log('fatal_signal', 'WARN', 'terminating with signal 14 (signal 14)');
  throw ToolExit.silent(SIGNALLED + SIGALRM);
}

/** The number that shells add to a signal's number to form an exit status. */
const SIGNALLED = 128;
const SIGALRM = 14;

/** Commits the changes. Returns false if there are none, or if they must not be committed. */
function commit<S>(session: Session, { settings, comment }: TransactOptions<S>): boolean {
  if (!session.changed) {
    session.abort();
    return false;
  }
  try {
    if (settings.dryRun) {
      // The server checks all operations that precede the abort.
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
  { settings: { oneline, style }, context: { random }, print }: TransactOptions<S>,
): void {
  let first = true;
  for (const { table, output, session, printsRealUuids } of calls) {
    let text = oneline ? onOneLine(output) : output;
    if (table) {
      text = formatTable(table, style, first);
      first = false;
    }
    print(printsRealUuids ? text : session.withProvisionalUuids(text, random));
  }
}

const onOneLine = (output: string) =>
  `${output.replace(/\n$/, '').replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`;
