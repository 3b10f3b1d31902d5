/** The state of a shell: everything that a command can see and change. A subshell is a copy. */
import type { IFileSystem } from 'just-bash';
import type { Program } from '../../program.js';
import type { Command, FunctionDefinition, Statements, WordPart } from '../language/ast.js';
import type { Utilities } from '../utilities.js';
import type { Descriptors, Unsaved } from './io.js';
import type { Job } from './job.js';
import { initialOptions, type Options } from './options.js';
import type { Piece } from './piece.js';
import type { Pipe } from './pipe.js';
import { Variables } from './variables.js';

/** A command of the shell itself. */
export interface Builtin {
  readonly name: string;
  /** True if it exists at a prompt only, and not in scripts. */
  readonly atPrompt?: boolean;
  /** Runs it and returns the status. @throws CommandError if an argument is wrong */
  run(shell: Shell, args: readonly string[]): number | Promise<number>;
}

/** An element of a list in parentheses. */
export interface Item {
  /** The text in brackets before the value, expanded, if there is one. */
  readonly key?: string;
  readonly text: string;
  /** True if the text is appended to the element's value. */
  readonly append?: boolean;
}

/** `name=(items)`. */
export interface ListAssignment {
  readonly name: string;
  readonly append: boolean;
  readonly items: readonly Item[];
  readonly source: string;
}

/** An argument of `declare` and similar builtins: a word, or an assignment of a list. */
export type Declared = string | ListAssignment;

/** A builtin whose arguments are assignments. */
export interface Declaration {
  readonly name: string;
  run(shell: Shell, args: readonly Declared[]): Promise<number>;
}

/** The parts of the interpreter that depend on each other, injected to avoid import cycles. */
export interface Runner {
  /** Runs statements one after the other and returns the status of the last. */
  statements(shell: Shell, statements: Statements): Promise<number>;
  command(shell: Shell, command: Command): Promise<number>;
  /** Expands the parts of a word; between double quotes (`quoted`) nothing is split. */
  expand(shell: Shell, parts: readonly WordPart[], quoted: boolean): Promise<Piece[]>;
  readonly builtins: ReadonlyMap<string, Builtin>;
  readonly declarations: ReadonlyMap<string, Declaration>;
}

/** The parts that all shells of a session share. */
export interface Host {
  readonly fs: IFileSystem;
  readonly unsaved: Unsaved;
  /** Called with the name and arguments of a command that does not exist. */
  onUnknown(name: string, args: readonly string[]): void;
  /** Called with the words of a `grep` that found nothing. */
  onNoMatch(words: readonly string[]): void;
  /** Returns the lines that were entered, oldest first. */
  history(): readonly string[];
  /** Called with the path of a script before it runs. */
  onScript(path: string): void;
  /** The programs of the sandbox, by name. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly utilities: Utilities;
  readonly runner: Runner;
  /** The numbers of the files in /dev/fd that process substitutions use. */
  readonly substituted: Set<number>;
}

/** A function, a sourced file or the script itself, while it runs. */
export interface Frame {
  /** The name of the function; `source` for a file, `main` for the script. */
  readonly name: string;
  readonly source: string;
  /** The line that it was called from. */
  readonly calledFrom: number;
}

export class Shell {
  readonly host: Host;
  job: Job;
  io: Descriptors;
  cwd: string;
  /** `$0`, which messages start with. */
  name = 'bash';
  /** The file of the script that runs, if there is one. */
  script: string | undefined;
  /** True at a prompt: messages have no line numbers, and errors only end the line. */
  interactive = false;
  vars = new Variables();
  functions = new Map<string, FunctionDefinition>();
  aliases = new Map<string, string>();
  options: Options = initialOptions();
  /** The actions of `trap`, by the name of the signal or event. */
  traps = new Map<string, string>();
  /** `$1` and so on. */
  args: readonly string[] = [];
  /** `$?`. */
  status = 0;
  /** `PIPESTATUS`. */
  pipeStatus: readonly number[] = [];
  /** `$_`. */
  lastWord = '';
  /** `$!` and its status, once a command ran in the background. */
  background: { readonly id: number; readonly status: number } | undefined;
  /** `$LINENO`. */
  line = 1;
  frames: readonly Frame[] = [];
  /** The folders that `pushd` keeps. */
  folders: readonly string[] = [];
  /** The nesting of subshells, for `BASH_SUBSHELL`. */
  subshells = 0;
  /** The nesting of substitutions and `eval`, for the pluses of `set -x`. */
  traceDepth = 1;
  /** The number of loops that `break` can end. */
  loops = 0;
  /** Greater than zero while failure is tested, where `set -e` does not apply. */
  lenient = 0;
  /** The status of the last command substitution in the current command. */
  substituted: number | undefined;
  /** The state of `RANDOM`. */
  random = 1;
  /** The time at which `SECONDS` was zero, in milliseconds. */
  started = Date.now();
  /** The pipe that this shell writes to, if it is part of one. */
  pipe: Pipe | undefined;
  #depth = 0;

  constructor(host: Host, job: Job, io: Descriptors, cwd: string) {
    this.host = host;
    this.job = job;
    this.io = io;
    this.cwd = cwd;
  }

  /** Returns a subshell: a copy of this shell, which it does not change. */
  fork(): Shell {
    const child = new Shell(this.host, this.job, this.io, this.cwd);
    child.name = this.name;
    child.script = this.script;
    child.interactive = this.interactive;
    child.vars = this.vars.copy();
    child.functions = new Map(this.functions);
    child.aliases = new Map(this.aliases);
    child.options = new Set(this.options);
    // A subshell keeps only the traps that ignore a signal.
    child.traps = new Map([...this.traps].filter(([, action]) => action === ''));
    child.args = this.args;
    child.status = this.status;
    child.pipeStatus = this.pipeStatus;
    child.lastWord = this.lastWord;
    child.background = this.background;
    child.line = this.line;
    child.frames = this.frames;
    child.folders = this.folders;
    child.subshells = this.subshells + 1;
    child.traceDepth = this.traceDepth;
    child.lenient = this.lenient;
    child.loops = this.loops;
    child.random = this.random;
    child.started = this.started;
    child.pipe = this.pipe;
    child.#depth = this.#depth;
    return child;
  }

  /** Returns the shell of a script that is called by name: it inherits only the environment. */
  spawn(
    name: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = this.vars.environment(),
  ): Shell {
    const child = new Shell(this.host, this.job, this.io, this.cwd);
    child.name = name;
    child.args = args;
    for (const [key, value] of Object.entries(environment)) {
      const variable = child.vars.declareGlobal(key);
      variable.text = value;
      variable.attributes.exported = true;
    }
    child.random = this.random;
    child.pipe = this.pipe;
    child.#depth = this.#depth;
    return child;
  }

  /** Runs a function or a script one level deeper. */
  async deeper<T>(name: string, run: () => Promise<T>): Promise<T> {
    this.#depth += 1;
    try {
      this.job.checkDepth(this.#depth, name);
      return await run();
    } finally {
      this.#depth -= 1;
    }
  }

  /** Called before each command: waits while other commands run. */
  step(): Promise<void> | undefined {
    const wait = this.job.step();
    return this.pipe?.isFull ? this.pipe.room() : wait;
  }

  /** Writes to an open descriptor; does nothing if it is closed. @throws BrokenPipe */
  write(descriptor: number, text: string): void {
    if (text === '') return;
    this.job.account(text);
    this.io.output(descriptor)?.write(text);
  }

  /** Reports an error, as bash does. @param origin what it is attributed to */
  complain(message: string, line = this.line, origin = this.name): void {
    const place = this.interactive ? '' : `line ${line}: `;
    this.write(2, `${origin}: ${place}${message}\n`);
  }

  /** Returns the absolute path of a file. */
  path(path: string): string {
    return this.host.fs.resolvePath(this.cwd, path);
  }
}
