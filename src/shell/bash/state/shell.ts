/** A shell: all that a command can see and change. A subshell is a copy. */
import type { IFileSystem } from 'just-bash';
import type { Program } from '../../program.js';
import type { FunctionDef } from '../language/ast.js';
import type { Utilities } from '../utilities.js';
import type { Descriptors, Unsaved } from './io.js';
import type { Job } from './job.js';
import { initialOptions, type Options } from './options.js';
import { Variables } from './variables.js';

/** What all shells of a session share. */
export interface Host {
  readonly fs: IFileSystem;
  readonly unsaved: Unsaved;
  /** Told of a name that is no command. */
  onUnknown(name: string, args: readonly string[]): void;
  /** The programs of the sandbox, by name. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly utilities: Utilities;
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
  /** `$0`, and what stands before messages. */
  name = 'bash';
  /** The file of the script that runs, if it is one. */
  script: string | undefined;
  /** Whether somebody types: messages then have no line numbers, and errors end the line only. */
  interactive = false;
  vars = new Variables();
  functions = new Map<string, FunctionDef>();
  aliases = new Map<string, string>();
  options: Options = initialOptions();
  /** What to do at `EXIT`, `ERR` and so on. */
  traps = new Map<string, string>();
  /** `$1` and so on. */
  args: readonly string[] = [];
  /** `$?`. */
  status = 0;
  /** `PIPESTATUS`. */
  pipeStatus: readonly number[] = [];
  /** `$_`. */
  lastWord = '';
  /** `$!` and its status, once there was a job. */
  background: { readonly id: number; readonly status: number } | undefined;
  /** `$LINENO`. */
  line = 1;
  frames: readonly Frame[] = [];
  /** How many folders `pushd` keeps. */
  folders: readonly string[] = [];
  /** How deep in subshells, for `BASH_SUBSHELL`. */
  subshells = 0;
  /** How deep in substitutions and `eval`, for the pluses of `set -x`. */
  traceDepth = 1;
  /** How many loops there are to break out of. */
  loops = 0;
  /** Above zero where failure is looked at, and `set -e` does not apply. */
  lenient = 0;
  /** The status of the last command substitution in the command that is being expanded. */
  substituted: number | undefined;
  /** The state of `RANDOM`. */
  random = 1;
  /** When `SECONDS` was zero, in milliseconds. */
  started = Date.now();
  #depth = 0;

  constructor(host: Host, job: Job, io: Descriptors, cwd: string) {
    this.host = host;
    this.job = job;
    this.io = io;
    this.cwd = cwd;
  }

  /** A subshell: knows all that this one knows, and changes nothing of it. */
  fork(): Shell {
    const child = new Shell(this.host, this.job, this.io, this.cwd);
    child.name = this.name;
    child.script = this.script;
    child.interactive = this.interactive;
    child.vars = this.vars.copy();
    child.functions = new Map(this.functions);
    child.aliases = new Map(this.aliases);
    child.options = new Set(this.options);
    // Traps of the parent are not the child's, but for those that ignore a signal.
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
    child.#depth = this.#depth;
    return child;
  }

  /** A new process, as a script that is called by name gets: it inherits the environment only. */
  spawn(name: string, args: readonly string[]): Shell {
    const child = new Shell(this.host, this.job, this.io, this.cwd);
    child.name = name;
    child.args = args;
    for (const [key, value] of Object.entries(this.vars.environment())) {
      const variable = child.vars.declareGlobal(key);
      variable.text = value;
      variable.attributes.exported = true;
    }
    child.random = this.random;
    child.#depth = this.#depth;
    return child;
  }

  /** Runs a function, or a script in a process of its own, one level deeper. */
  async deeper<T>(name: string, run: () => Promise<T>): Promise<T> {
    this.#depth += 1;
    try {
      this.job.checkDepth(this.#depth, name);
      return await run();
    } finally {
      this.#depth -= 1;
    }
  }

  /** Writes to an open descriptor; does nothing where it is closed. */
  write(descriptor: number, text: string): void {
    if (text === '') return;
    this.job.account(text);
    this.io.output(descriptor)?.write(text);
  }

  /** Says what is wrong, as bash does. */
  complain(message: string): void {
    const place = this.interactive ? '' : `line ${this.line}: `;
    this.write(2, `${this.name}: ${place}${message}\n`);
  }

  /** The absolute path of a file. */
  path(path: string): string {
    return this.host.fs.resolvePath(this.cwd, path);
  }
}
