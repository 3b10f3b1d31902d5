/** A shell in a sandbox: what a terminal or a script talks to. */
import type { LogRecord } from '../lib/log.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { StateError } from '../sandbox/saved-state.js';
import { type BundledFile, shellFiles } from './bash/files.js';
import { Interpreter, type OutputSinks } from './bash/interpreter.js';
import { isComplete } from './bash/language/syntax.js';
import { Coach } from './coach/coach.js';
import { type Completion, completeInput } from './completion.js';
import { filesFrom } from './files.js';
import { shellPrograms } from './programs.js';

export type { OutputSinks } from './bash/interpreter.js';
export type { Completion } from './completion.js';

/** A shell that goes on from one input to the next. */
export interface ShellSession {
  /**
   * Runs what was typed, or a whole script. Output arrives while it runs.
   *
   * @returns the exit status, and whether the input asked to leave the shell.
   */
  execute(
    source: string,
    sinks: OutputSinks,
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly exit: boolean }>;
  /** Whether `source` can run as it is; false while a quote, loop or here-document is open. */
  isComplete(source: string): boolean;
  /** What could stand at `cursor` in `input`. */
  complete(input: string, cursor: number): Completion | Promise<Completion>;
}

export interface SessionOptions {
  readonly sandbox: Sandbox;
  /** The real folder that the shell starts in. */
  readonly cwd: string;
  /** Scripts that are there wherever the shell starts. */
  readonly bundled: readonly BundledFile[];
  /** Told what programs in the background warned of while a command ran. */
  readonly onWarnings?: (lines: readonly string[]) => void;
  /** Told what the coach has to say about what ran; without, nobody watches. */
  readonly onHints?: (lines: readonly string[]) => void;
  /** Standard input, and `$1` and so on, of everything that runs. */
  readonly stdin?: string;
  readonly args?: readonly string[];
  /** Whether it runs one script, from a file or not, and not what somebody types. */
  readonly script?: { readonly file?: string | undefined };
}

/** Opens a shell. */
export async function openSession(options: SessionOptions): Promise<ShellSession> {
  const { sandbox, cwd } = options;
  const fs = await shellFiles(cwd, options.bundled);
  const { stdin, args, script } = options;
  const coach = options.onHints && new Coach(sandbox);
  const programs = shellPrograms(sandbox, (folder) => filesFrom(fs, folder), coach);
  const interpreter = new Interpreter({
    fs,
    programs,
    cwd,
    stdin,
    args,
    script: script?.file,
    interactive: script === undefined,
    onUnknown: (program, args) => coach?.saw({ program, args, known: false, stderr: '' }),
  });
  /** Why the sandbox could not be saved, where that was said already. */
  let unsaved: string | undefined;
  return {
    async execute(source, sinks, signal) {
      const said = sandbox.log.length;
      sandbox.mark();
      try {
        const result = await interpreter.run(source, sinks, signal);
        // A script is over when it ends, whether it said so or not.
        return result.exit || script !== undefined
          ? { ...result, exitCode: await interpreter.leave(sinks, signal) }
          : result;
      } finally {
        const warnings = sandbox.log
          .since(said)
          .filter(({ level }) => level === 'WARN')
          .map(warningLine);
        const problem = saveProblem(sandbox);
        if (problem !== undefined && problem !== unsaved) warnings.push(problem);
        unsaved = problem;
        if (warnings.length > 0) options.onWarnings?.(warnings);
        const hints = coach?.hints() ?? [];
        if (hints.length > 0) options.onHints?.(hints);
      }
    },
    isComplete,
    complete: (input, cursor) =>
      completeInput(input.slice(0, cursor), {
        sandbox,
        fs,
        cwd: interpreter.cwd,
        commands: interpreter.commandNames(),
      }),
  };
}

/** Saves the sandbox; says why it cannot be. */
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
