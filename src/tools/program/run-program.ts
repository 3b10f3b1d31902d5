/** Runs a program: collects its log and its output, and handles early exits. */
import type { ToolContext, ToolResult } from '../tool.js';
import { ToolExit } from './exit.js';
import { LOG_MODULES, type ProgramName } from './log-modules.js';
import { ProgramLog } from './program-log.js';

/** The streams of a running program. */
export interface RunningProgram {
  readonly log: ProgramLog;
  /** Writes to standard output. */
  print(text: string): void;
  /** Writes to standard error, after what was logged so far. */
  printError(text: string): void;
}

/**
 * Runs `body` and returns what the program printed. A {@link ToolExit} ends it early.
 *
 * @param body returns an error message that does not change the exit status, or undefined.
 */
export function runProgram(
  name: ProgramName,
  { clock }: ToolContext,
  body: (program: RunningProgram) => string | undefined,
): ToolResult {
  const log = new ProgramLog(clock, name, LOG_MODULES[name]);
  let stdout = '';
  let errors = '';
  let loggedSoFar = 0;
  const stderr = (): string => {
    const { console: logged } = log;
    errors += logged.slice(loggedSoFar);
    loggedSoFar = logged.length;
    return errors;
  };
  const print = (text: string) => {
    stdout += text;
  };
  const printError = (text: string) => {
    errors = stderr() + text;
  };
  const finish = (exitCode: number, complaint: string | undefined): ToolResult => ({
    stdout,
    stderr: stderr() + (complaint ? `${name}: ${complaint}\n` : ''),
    exitCode,
  });
  try {
    return finish(0, body({ log, print, printError }));
  } catch (exit) {
    if (!(exit instanceof ToolExit)) throw exit;
    print(exit.output);
    return finish(exit.exitCode, exit.message);
  }
}
