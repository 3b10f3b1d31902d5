/**
 * Runs bash scripts in a sandbox. The shell has its own parser and interpreter because output must
 * appear immediately, Control-C must work between any two commands, and everything a script did
 * until then must persist.
 */

import type { IFileSystem } from 'just-bash';
import { UTILITY_NAMES } from '../../utilities/table.js';
import type { Picture } from '../picture.js';
import type { Program } from '../program.js';
import { DECLARATIONS } from './builtins/declare.js';
import { BUILTINS } from './builtins/table.js';
import { expandParts } from './expand/words.js';
import { runToEnd } from './process/subshell.js';
import { runCommand } from './run/commands.js';
import { invoke } from './run/invoke.js';
import { runScript } from './run/scripts.js';
import { runStatements } from './run/statements.js';
import {
  Capture,
  Descriptors,
  Input,
  KeyboardInput,
  type Output,
  StreamInput,
  Unsaved,
} from './state/io.js';
import { Job, LIMITS, type Limits } from './state/job.js';
import { type Host, Shell } from './state/shell.js';
import { Exit, Interrupted, Return, Stopped } from './state/unwind.js';
import { Utilities, type UtilityCall } from './utilities.js';

export interface OutputSinks {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** The streams of one input: where its output goes, and the keyboard if there is one. */
export interface Streams extends OutputSinks {
  /**
   * Returns the next text that the user types, usually a line with its end. Returns undefined at
   * the end of the input, which later calls can read past, and when the input is interrupted.
   */
  readonly keyboard?: () => Promise<string | undefined>;
  /** The width of the terminal that shows the output, if one does. */
  readonly columns?: number;
  /** Shows a text page by page until the user has seen enough. */
  readonly page?: (text: string) => Promise<void>;
  /** Shows a picture on the whole screen until the user leaves it. */
  readonly show?: (picture: Picture) => Promise<void>;
}

/** A text, or a function that returns the next part of one, and undefined at its end. */
export type StandardInput = string | (() => Promise<string | undefined>);

export interface InterpreterOptions {
  readonly fs: IFileSystem;
  readonly programs: readonly Program[];
  readonly cwd: string;
  /** The file of the script to run, if there is one: `$0`. */
  readonly script?: string | undefined;
  /** `$1` and so on. */
  readonly args?: readonly string[] | undefined;
  /** True at a prompt: aliases work there, and errors have no line numbers. */
  readonly interactive?: boolean | undefined;
  /** True if `set -o strict` is on from the start. */
  readonly strict?: boolean | undefined;
  /** The standard input of commands. */
  readonly stdin?: StandardInput | undefined;
  readonly limits?: Limits | undefined;
  /** Called with the name and arguments of a command that does not exist. */
  readonly onUnknown?: (name: string, args: readonly string[]) => void;
  /** Returns the lines that were entered, oldest first. */
  readonly history?: (() => readonly string[]) | undefined;
  /** Called with the words of a `grep` that found nothing. */
  readonly onNoMatch?: (words: readonly string[]) => void;
  /** Called with the path of a script before it runs. */
  readonly onScript?: (path: string) => void;
}

export interface ScriptResult {
  readonly exitCode: number;
  /** True if the script ended the shell, by `exit` or by an error under `set -e`. */
  readonly exit: boolean;
}

const INTERRUPTED = 130;
const STOPPED = 126;

/** The environment that a shell starts with, whatever the environment of the process. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  HOME: '/root',
  LANG: 'C.UTF-8',
  LOGNAME: 'root',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  SHELL: '/bin/bash',
  SHLVL: '1',
  TERM: 'dumb',
  USER: 'root',
};

/** Variables that are not exported. */
const VARIABLES: Readonly<Record<string, string>> = {
  BASH: '/bin/bash',
  BASH_VERSION: '5.2.15(1)-release',
  EUID: '0',
  HOSTNAME: 'sandbox',
  HOSTTYPE: 'x86_64',
  IFS: ' \t\n',
  MACHTYPE: 'x86_64-pc-linux-gnu',
  OPTERR: '1',
  OPTIND: '1',
  OSTYPE: 'linux-gnu',
  PPID: '0',
  PS4: '+ ',
  UID: '0',
};

/** Returns an output to the streams of the current input. */
const standardOutput = (streams: () => Streams): Output => ({
  write: (text) => streams().stdout(text),
  get columns() {
    return streams().columns;
  },
  get page() {
    return streams().page;
  },
  get show() {
    return streams().show;
  },
});

/** A shell that keeps its state from one input to the next. */
export class Interpreter {
  readonly #shell: Shell;
  readonly #limits: Limits;
  #streams: Streams = { stdout: () => {}, stderr: () => {} };
  #signal = new AbortController().signal;
  readonly #keyboard = new KeyboardInput(this.#interruptibly(() => this.#streams.keyboard?.()));

  readonly #standardOutput: Output = standardOutput(() => this.#streams);

  constructor(options: InterpreterOptions) {
    this.#limits = options.limits ?? LIMITS;
    const host = makeHost(options);
    const io = Descriptors.standard(this.#standardInput(options.stdin), this.#standardOutput, {
      write: (text) => this.#streams.stderr(text),
    });
    const job = new Job(this.#signal, this.#limits);
    const shell = new Shell(host, job, io, options.cwd);
    shell.name = options.script ?? 'bash';
    shell.script = options.script;
    shell.args = options.args ?? [];
    shell.interactive = options.interactive ?? false;
    if (shell.interactive) shell.options.add('expand_aliases');
    if (options.strict === true) shell.options.add('strict');
    setVariables(shell, { ...ENVIRONMENT, PWD: options.cwd });
    this.#shell = shell;
  }

  #standardInput(stdin: StandardInput | undefined): Input {
    if (stdin === undefined) return this.#keyboard;
    if (typeof stdin === 'string') return new Input(stdin);
    return new StreamInput(this.#interruptibly(stdin));
  }

  /** Returns a function that reads, and stops the script if that was interrupted. */
  #interruptibly(
    read: () => Promise<string | undefined> | undefined,
  ): () => Promise<string | undefined> {
    return async () => {
      const text = await read();
      if (this.#signal.aborted) throw new Interrupted();
      return text;
    };
  }

  get cwd(): string {
    return this.#shell.cwd;
  }

  /** Returns the names of functions, aliases, builtins and utilities. */
  commandNames(): readonly string[] {
    const { functions, aliases, host } = this.#shell;
    return [...functions.keys(), ...aliases.keys(), ...BUILTINS.keys(), ...host.utilities.names()];
  }

  /** Returns the names of all variables. */
  variableNames(): readonly string[] {
    return this.#shell.vars.names();
  }

  /** Runs a script to its end, or until `signal` or a limit stops it. Its effects stay. */
  async run(source: string, streams: Streams, signal: AbortSignal): Promise<ScriptResult> {
    const shell = this.#shell;
    this.#streams = streams;
    shell.job = new Job(signal, this.#limits);
    this.#signal = signal;
    // The rest of a line that a command did not read is not for the next one.
    this.#keyboard.take();
    try {
      shell.status = await runScript(shell, source);
      return { exitCode: shell.status, exit: false };
    } catch (error) {
      return this.#ended(error);
    }
  }

  /** Runs the `EXIT` trap, when the shell ends. Returns the exit status. */
  async leave(streams: Streams, signal: AbortSignal): Promise<number> {
    this.#streams = streams;
    this.#shell.job = new Job(signal, this.#limits);
    const { status } = this.#shell;
    try {
      return await runToEnd(this.#shell, async () => status);
    } catch (error) {
      return this.#ended(error).exitCode;
    }
  }

  #ended(error: unknown): ScriptResult {
    const shell = this.#shell;
    if (error instanceof Exit || error instanceof Return) {
      shell.status = error.status;
      return { exitCode: error.status, exit: error instanceof Exit };
    }
    if (error instanceof Interrupted || error instanceof Stopped) {
      if (error instanceof Stopped) this.#streams.stderr(`bash: stopped: ${error.message}\n`);
      shell.status = error instanceof Stopped ? STOPPED : INTERRUPTED;
      return { exitCode: shell.status, exit: false };
    }
    // The JavaScript engine ran out of stack or of memory for a value.
    if (error instanceof RangeError) {
      this.#streams.stderr(`bash: stopped: ${error.message}\n`);
      shell.status = STOPPED;
      return { exitCode: STOPPED, exit: false };
    }
    throw error;
  }
}

function setVariables(shell: Shell, environment: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries({ ...VARIABLES, ...environment })) {
    const variable = shell.vars.declareGlobal(name);
    variable.text = value;
    variable.attributes.exported = name in environment;
  }
  for (const name of ['EUID', 'UID', 'PPID']) {
    const variable = shell.vars.find(name);
    if (variable) Object.assign(variable.attributes, { readonly: true, integer: true });
  }
}

/** Returns the parts that all shells share. Through them, utilities start commands. */
function makeHost({
  fs,
  programs,
  onUnknown,
  onNoMatch,
  onScript,
  history,
}: InterpreterOptions): Host {
  const startable = [...programs.map(({ name }) => name), 'bash', 'sh', 'sudo', ...UTILITY_NAMES];
  const host: Host = {
    fs,
    onUnknown: onUnknown ?? (() => {}),
    history: history ?? (() => []),
    onNoMatch: onNoMatch ?? (() => {}),
    onScript: onScript ?? (() => {}),
    substituted: new Set(),
    runner: {
      statements: runStatements,
      command: runCommand,
      expand: expandParts,
      builtins: BUILTINS,
      declarations: DECLARATIONS,
    },
    unsaved: new Unsaved(fs),
    programs: new Map(programs.map((program) => [program.name, program])),
    utilities: new Utilities(
      fs,
      new Map(startable.map((name) => [name, (call) => runApart(host, name, call)])),
    ),
  };
  return host;
}

/** Runs a command in a separate shell and returns its output. */
async function runApart(
  host: Host,
  name: string,
  { args, stdin, cwd, environment, signal }: UtilityCall,
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  const [stdout, stderr] = [new Capture(), new Capture()];
  const io = Descriptors.standard(new Input(stdin), stdout, stderr);
  const shell = new Shell(host, new Job(signal), io, cwd);
  setVariables(shell, environment);
  const exitCode = await runToEnd(shell, () => invoke(shell, [name, ...args]));
  return { stdout: stdout.text, stderr: stderr.text, exitCode };
}
