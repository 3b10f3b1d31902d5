/** A shell in a sandbox: the interface for terminals and scripts. */
import type { LogRecord } from '../lib/log.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { StateError } from '../sandbox/saved-state.js';
import { UTILITY_NAMES } from '../utilities/table.js';
import { type BundledFile, shellFiles } from './bash/files.js';
import { Interpreter, type StandardInput, type Streams } from './bash/interpreter.js';
import { isComplete } from './bash/language/syntax.js';
import { changeSummary } from './change-summary.js';
import { Coach } from './coach/coach.js';
import { filesFrom } from './files.js';
import { type Completion, type CompletionContext, completeInput } from './line/complete.js';
import { inspect, type LineReport } from './line/inspect.js';
import { shellPrograms } from './programs.js';
import type { Remark } from './remark.js';
import type { Workshop } from './sandbox-commands/subcommand.js';

export type { OutputSinks, Streams } from './bash/interpreter.js';
export type { Candidate, Completion } from './line/complete.js';
export type { LineReport, LineSpan, LineUsage, Look } from './line/inspect.js';

/** A shell that keeps its state between inputs. */
export interface ShellSession {
  /**
   * Runs a line of input or a whole script. Output arrives while it runs.
   *
   * @returns the exit status, and true in `exit` if the input asked to leave the shell.
   */
  execute(
    source: string,
    streams: Streams,
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly exit: boolean }>;
  /** Returns true if `source` can run; false while a quote, loop or here-document is open. */
  isComplete(source: string): boolean;
  /** Returns the words that can complete `input` at `cursor`. */
  complete(input: string, cursor: number): Completion | Promise<Completion>;
  /** Inspects `input` while it is edited. */
  inspect(input: string, cursor: number): LineReport;
}

export interface SessionOptions {
  readonly sandbox: Sandbox;
  /** The real folder that the shell starts in. */
  readonly cwd: string;
  /** Scripts that are available whatever folder the shell starts in. */
  readonly bundled: readonly BundledFile[];
  /**
   * Receives remarks about each input. With it, there is a coach, and changes are counted; scripts
   * do without both.
   */
  readonly onRemark?: (remark: Remark) => void;
  /** True if settings that are stored without effect are errors from the start. */
  readonly strict?: boolean;
  /** The standard input, and `$1` and so on, of every input. */
  readonly stdin?: StandardInput | undefined;
  readonly args?: readonly string[];
  /** Returns the lines that were entered, oldest first. */
  readonly history?: () => readonly string[];
  /** Set if the session runs one script, from a file or not, instead of interactive input. */
  readonly script?: { readonly file?: string | undefined };
}

/** Opens a shell. */
export async function openSession(options: SessionOptions): Promise<ShellSession> {
  const { sandbox, cwd } = options;
  const fs = await shellFiles(cwd, options.bundled);
  const { stdin, args, script, onRemark } = options;
  const coach =
    onRemark &&
    new Coach(sandbox, [...sandbox.tools.map(({ name }) => name), 'sandbox', ...UTILITY_NAMES]);
  if (onRemark) sandbox.countChanges();
  const filesIn = (folder: string) => filesFrom(fs, folder);
  const workshop: Workshop = {
    files: filesIn(cwd),
    async run(target, source, signal) {
      let printed = '';
      const print = (text: string): void => {
        printed += text;
      };
      const inner = new Interpreter({ fs, programs: shellPrograms(target, filesIn), cwd });
      await inner.run(source, { stdout: print, stderr: print }, signal);
      return printed;
    },
  };
  const programs = shellPrograms(sandbox, filesIn, coach, workshop);
  const interpreter = new Interpreter({
    fs,
    programs,
    cwd,
    stdin,
    args,
    script: script?.file,
    interactive: script === undefined,
    strict: options.strict,
    history: options.history,
    onUnknown: (program, args) =>
      coach?.saw({ program, args, known: false, stderr: '', exitCode: 127 }),
    onNoMatch: ([program = '', ...args]) =>
      coach?.saw({ program, args, known: true, stderr: '', exitCode: 1 }),
    onScript: (path) => coach?.sawScript(path),
  });
  /** The last reported reason why the sandbox could not be saved. */
  let unsaved: string | undefined;
  const completionContext = (): CompletionContext => ({
    sandbox,
    fs,
    cwd: interpreter.cwd,
    commands: interpreter.commandNames(),
    variables: () => interpreter.variableNames(),
  });
  return {
    async execute(source, streams, signal) {
      const said = sandbox.log.length;
      sandbox.mark(script ? (script.file ?? 'a script') : source);
      try {
        const result = await interpreter.run(source, streams, signal);
        // The end of a script leaves the shell, with or without `exit`.
        return result.exit || script !== undefined
          ? { ...result, exitCode: await interpreter.leave(streams, signal) }
          : result;
      } finally {
        const warnings = sandbox.log
          .since(said)
          .filter(({ level }) => level === 'WARN')
          .map(warningLine);
        const problem = saveProblem(sandbox);
        if (problem !== undefined && problem !== unsaved) warnings.push(problem);
        unsaved = problem;
        const { changes } = sandbox;
        if (changes.length > 0) onRemark?.({ kind: 'change', text: changeSummary(changes) });
        for (const text of warnings) onRemark?.({ kind: 'warning', text });
        for (const hint of coach?.hints() ?? []) onRemark?.({ kind: 'hint', ...hint });
      }
    },
    isComplete,
    complete: (input, cursor) => completeInput(input.slice(0, cursor), completionContext()),
    inspect: (input, cursor) => inspect(input, cursor, completionContext()),
  };
}

/** Saves the sandbox; returns the problem if it cannot be saved. */
function saveProblem(sandbox: Sandbox): string | undefined {
  try {
    sandbox.flush();
    return undefined;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return error.message;
  }
}

const warningLine = ({ program, message }: LogRecord): string => `${program}: ${message}`;
