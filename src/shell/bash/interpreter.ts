/**
 * The one place that runs just-bash. Its interpreter forgets everything between two
 * scripts and gives output only at the end, so a script runs as a loop that asks for
 * one statement after the other: what a statement printed is passed on before the
 * next begins, and what the shell knows at the end is taken down for the next script.
 */
import {
  Bash,
  type CustomCommand,
  decodeBytesToUtf8,
  defineCommand,
  type IFileSystem,
} from 'just-bash';
import type { Program } from '../program.js';
import { parseScript, quoteWord, type Statement, SyntaxFault, TURN_COMMAND } from './syntax.js';

/** What a shell knows: where it is, its variables, functions and options. */
export interface ShellState {
  readonly cwd: string;
  /** Source that sets variables and options again. */
  readonly settings: string;
  /** The source of each function. */
  readonly functions: ReadonlyMap<string, string>;
  readonly exitCode: number;
}

export interface OutputSinks {
  stdout(text: string): void;
  stderr(text: string): void;
}

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface ScriptRequest {
  readonly source: string;
  readonly state: ShellState;
  readonly sinks: OutputSinks;
  readonly signal: AbortSignal;
  /** Standard input of the script. */
  readonly stdin?: string | undefined;
  /** The script's `$1` and so on. */
  readonly args?: readonly string[] | undefined;
}

export interface ScriptResult {
  readonly exitCode: number;
  /** Whether the script ended the shell, by `exit` or by an error under `set -e`. */
  readonly exit: boolean;
  readonly state: ShellState;
}

/** What keeps a script that never ends from taking the process with it. */
const LIMITS = {
  maxCommandCount: 200_000,
  maxLoopIterations: 100_000,
  maxOutputSize: 64 * 2 ** 20,
  maxStringLength: 64 * 2 ** 20,
  maxFileSystemBytes: 256 * 2 ** 20,
};

/** Time after which the event loop gets its turn, so that Control-C is heard. */
const TURN = 20;

/** Scripts that start scripts that start scripts. */
const MAX_SCRIPT_DEPTH = 20;

const DIRECTORY = '/dev/sandbox';
const STATUS_COMMAND = '__status';
let runs = 0;

/** Variables that belong to the interpreter and cannot or need not be set again. */
const OWN_VARIABLES = /^declare \S+ (BASHOPTS|SHELLOPTS|PIPESTATUS|_)(=|$)/;

export class Interpreter {
  readonly #programs: ReadonlyMap<string, Program>;
  #turn = performance.now();

  constructor(
    readonly fs: IFileSystem,
    programs: readonly Program[],
  ) {
    this.#programs = new Map(programs.map((program) => [program.name, program]));
  }

  /** Runs a script to its end, or until `signal` or a limit stops it. */
  run(request: ScriptRequest): Promise<ScriptResult> {
    return this.#run(request, 0);
  }

  async #run(request: ScriptRequest, depth: number): Promise<ScriptResult> {
    const { sinks, state } = request;
    let statements: Statement[];
    try {
      statements = parseScript(request.source);
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      sinks.stderr(`bash: ${error.message}\n`);
      return { exitCode: 2, exit: false, state: { ...state, exitCode: 2 } };
    }
    return new Run(this, request, statements, depth).execute();
  }

  program(name: string): Program | undefined {
    return this.#programs.get(name);
  }

  /** The programs as commands of the interpreter, for where they stand in pipes and loops. */
  commands(): CustomCommand[] {
    const programs = [...this.#programs.values()].map((program) =>
      defineCommand(program.name, async (args, context) => {
        await this.pause();
        const printed = { stdout: '', stderr: '' };
        const exitCode = await program.run({
          args,
          stdin: decodeBytesToUtf8(context.stdin),
          cwd: context.cwd,
          signal: context.signal ?? NEVER,
          stdout: (text) => {
            printed.stdout += text;
          },
          stderr: (text) => {
            printed.stderr += text;
          },
        });
        return { ...printed, exitCode };
      }),
    );
    const turn = defineCommand(TURN_COMMAND, async () => {
      await this.pause();
      return success;
    });
    return [...programs, uniq, turn];
  }

  /** Lets the event loop have its turn now and then. */
  async pause(): Promise<void> {
    if (performance.now() - this.#turn < TURN) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#turn = performance.now();
  }

  /** Runs a script of a file as a process of its own would run. */
  async runFile(
    path: string,
    args: readonly string[],
    parent: ScriptRequest,
    state: { cwd: string; settings: string },
    depth: number,
  ): Promise<number> {
    if (depth > MAX_SCRIPT_DEPTH) {
      parent.sinks.stderr(`bash: ${path}: scripts start each other without end\n`);
      return 126;
    }
    const { exitCode } = await this.#run(
      {
        source: await this.fs.readFile(path),
        state: { ...state, functions: new Map(), exitCode: 0 },
        sinks: parent.sinks,
        signal: parent.signal,
        stdin: parent.stdin,
        args,
      },
      depth,
    );
    return exitCode;
  }
}

/** One script on its way. */
class Run {
  readonly #queue: Statement[];
  readonly #functions: Map<string, string>;
  readonly #files: { statement: string; stdout: string; stderr: string; settings: string };
  #status: number;
  #end: { cwd: string } | undefined;
  /** The command has nothing to pass on yet. */
  #started = false;

  constructor(
    private readonly interpreter: Interpreter,
    private readonly request: ScriptRequest,
    statements: readonly Statement[],
    private readonly depth: number,
  ) {
    this.#queue = [...statements];
    this.#functions = new Map(request.state.functions);
    this.#status = request.state.exitCode;
    const directory = `${DIRECTORY}/${++runs}`;
    this.#files = {
      statement: `${directory}-statement`,
      stdout: `${directory}-stdout`,
      stderr: `${directory}-stderr`,
      settings: `${directory}-settings`,
    };
  }

  async execute(): Promise<ScriptResult> {
    const { request } = this;
    const { statement, stdout, stderr } = this.#files;
    const { fs } = this.interpreter;
    await fs.mkdir(DIRECTORY, { recursive: true });
    const bash = new Bash({
      fs,
      cwd: request.state.cwd,
      defenseInDepth: false,
      executionLimits: LIMITS,
      customCommands: [
        ...this.interpreter.commands(),
        defineCommand('__next', (args, context) => this.#next(Number(args[0] ?? 0), context)),
        defineCommand('__end', async (_, context) => {
          this.#end = { cwd: context.cwd };
          return { stdout: '', stderr: '', exitCode: 0 };
        }),
        defineCommand(STATUS_COMMAND, async ([code]) => ({
          stdout: '',
          stderr: '',
          exitCode: Number(code),
        })),
      ],
    });
    const driver = [
      request.state.settings,
      ...request.state.functions.values(),
      `set -- ${(request.args ?? []).map((arg) => quoteWord(arg)).join(' ')}`,
      `${STATUS_COMMAND} ${request.state.exitCode}`,
      `while __next $?; do source ${statement} >>${stdout} 2>>${stderr}; done`,
      `{ declare -p; set +o; shopt -p; } >${this.#files.settings} 2>/dev/null; set +o xtrace; __end`,
    ].join('\n');
    const result = await bash.exec(driver, {
      rawScript: true,
      signal: request.signal,
      ...(request.stdin === undefined ? {} : { stdin: request.stdin }),
    });
    await this.#passOn();
    return this.#finish(result);
  }

  /** Hands the interpreter its next statement; status 1 at the end. */
  async #next(
    status: number,
    context: { cwd: string; env: Map<string, string> },
  ): Promise<Outcome> {
    if (this.#started) this.#status = status;
    this.#started = true;
    await this.#passOn();
    for (;;) {
      await this.interpreter.pause();
      if (this.request.signal.aborted) break;
      const next = this.#queue.shift();
      if (!next) break;
      for (const [name, source] of next.functions) this.#functions.set(name, source);
      const options = (context.env.get('SHELLOPTS') ?? '').split(':');
      const trace = options.includes('xtrace');
      const done = next.words && (await this.#runWords(next.words, context.cwd, trace));
      if (done === undefined) {
        await this.#handOver(next.text);
        return success;
      }
      this.#status = done;
      if (done !== 0 && options.includes('errexit')) {
        await this.#handOver(`${STATUS_COMMAND} ${done}`);
        return success;
      }
    }
    return { ...success, exitCode: 1 };
  }

  /** Leaves a statement where the interpreter sources it, with `$?` as it should be. */
  async #handOver(text: string): Promise<void> {
    const prefix = text.includes('$?') ? `${STATUS_COMMAND} ${this.#status}\n` : '';
    await this.interpreter.fs.writeFile(this.#files.statement, `${prefix}${text}\n`);
  }

  /**
   * Runs a command whose words stand as they are without the interpreter: programs of
   * the sandbox, and scripts, whose output then shows while they run.
   *
   * @returns the exit status, or `undefined` where this is for the interpreter.
   */
  async #runWords(
    words: readonly string[],
    cwd: string,
    trace: boolean,
  ): Promise<number | undefined> {
    const { sinks } = this.request;
    const [name = '', ...args] = words;
    if (this.#functions.has(name)) return undefined;
    const traced = () => {
      if (trace) sinks.stderr(`+ ${words.map(quoteWord).join(' ')}\n`);
    };
    const program = this.interpreter.program(name);
    if (program) {
      const [first = ''] = args;
      const script = name === 'sudo' ? await this.#scriptOf(args, cwd) : undefined;
      if (name === 'sudo' && script === undefined && !this.interpreter.program(first))
        return undefined;
      traced();
      if (script) return this.#runScript(script, cwd);
      return program.run({
        args,
        stdin: this.request.stdin ?? '',
        cwd,
        signal: this.request.signal,
        stdout: (text) => sinks.stdout(text),
        stderr: (text) => sinks.stderr(text),
      });
    }
    const script = await this.#scriptOf(words, cwd);
    if (!script) return undefined;
    traced();
    if (!script.sourced) return this.#runScript(script, cwd);
    try {
      this.#queue.unshift(...parseScript(await this.interpreter.fs.readFile(script.path)));
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      sinks.stderr(`bash: ${script.path}: ${error.message}\n`);
      return 2;
    }
    return 0;
  }

  /** The script that a command names: `./x.sh`, `bash x.sh`, `source x.sh`. */
  async #scriptOf(words: readonly string[], cwd: string): Promise<ScriptCall | undefined> {
    const [name = '', ...args] = words;
    const { fs } = this.interpreter;
    const isFile = async (path: string) => {
      try {
        return (await fs.stat(path)).isFile;
      } catch {
        return false;
      }
    };
    if (name === 'bash' || name === 'sh' || name === 'source' || name === '.') {
      const xtrace = args[0] === '-x';
      const [file = '', ...rest] = xtrace ? args.slice(1) : args;
      const path = fs.resolvePath(cwd, file);
      if (file === '' || file.startsWith('-') || !(await isFile(path))) return undefined;
      const sourced = name === 'source' || name === '.';
      if (sourced && (xtrace || rest.length > 0)) return undefined;
      return { path, args: rest, xtrace, sourced };
    }
    if (!name.includes('/')) return undefined;
    const path = fs.resolvePath(cwd, name);
    if (!(await isFile(path)) || ((await fs.stat(path)).mode & 0o111) === 0) return undefined;
    return { path, args, xtrace: false, sourced: false };
  }

  #runScript({ path, args, xtrace }: ScriptCall, cwd: string): Promise<number> {
    const settings = xtrace ? 'set -o xtrace' : '';
    return this.interpreter.runFile(path, args, this.request, { cwd, settings }, this.depth + 1);
  }

  /** Passes on what the last statement printed; what it traced and complained of comes first. */
  async #passOn(): Promise<void> {
    const { stdout, stderr, statement } = this.#files;
    const { sinks } = this.request;
    const own = [`+ source ${statement}`, `+ ${STATUS_COMMAND} `, `+ ${TURN_COMMAND}`];
    const complaints = (await this.#take(stderr))
      .split('\n')
      .filter((line) => !own.some((start) => line.startsWith(start)))
      .join('\n');
    if (complaints !== '') sinks.stderr(complaints);
    // Traced words may have been sent the way of the output.
    const text = (await this.#take(stdout)).replaceAll(`+ ${TURN_COMMAND}\n`, '');
    if (text !== '') sinks.stdout(text);
  }

  async #take(path: string): Promise<string> {
    const { fs } = this.interpreter;
    if (!(await fs.exists(path))) return '';
    const text = await fs.readFile(path);
    await fs.rm(path);
    return text;
  }

  async #finish(result: Outcome): Promise<ScriptResult> {
    const { request } = this;
    const { fs } = this.interpreter;
    const saved = await this.#take(this.#files.settings);
    if (await fs.exists(this.#files.statement)) await fs.rm(this.#files.statement);
    if (this.#end && !request.signal.aborted) {
      const state = {
        cwd: this.#end.cwd,
        settings: settingsOf(saved),
        functions: this.#functions,
        exitCode: this.#status,
      };
      return { exitCode: this.#status, exit: false, state };
    }
    const leftover = result.stderr
      .split('\n')
      .filter((line) => !/^\+ (__next|__turn|source \/dev\/sandbox|__status)/.test(line));
    if (request.signal.aborted) {
      return { exitCode: 130, exit: false, state: { ...request.state, exitCode: 130 } };
    }
    const stopped = leftover.some((line) => STOPPED.test(line));
    if (result.stdout !== '') request.sinks.stdout(result.stdout);
    const complaints = leftover
      .map((line) => line.replace(STOPPED, 'bash: stopped: $1'))
      .join('\n');
    if (complaints.trim() !== '') request.sinks.stderr(`${complaints.trimEnd()}\n`);
    return {
      exitCode: result.exitCode,
      exit: !stopped,
      state: { ...request.state, exitCode: result.exitCode },
    };
  }
}

/** `uniq`, whose counts have the width here that they have in GNU's. */
const uniq = defineCommand('uniq', async (args, context) => {
  const result = await context.origCommand?.(args);
  if (!result) return { ...success, stderr: 'uniq: not there\n', exitCode: 127 };
  const counts = args.some((arg) => arg === '--count' || /^-\w*c/.test(arg));
  return counts
    ? {
        ...result,
        stdout: result.stdout.replace(/^ *(\d+) /gm, (_, n: string) => `${n.padStart(7)} `),
      }
    : result;
});

interface ScriptCall {
  readonly path: string;
  readonly args: readonly string[];
  readonly xtrace: boolean;
  /** Runs in the same shell. */
  readonly sourced: boolean;
}

const NEVER = new AbortController().signal;

const success: Outcome = { stdout: '', stderr: '', exitCode: 0 };

/** What the interpreter says when a limit is reached. */
const STOPPED = /^bash: (.*?),? increase executionLimits\.\w+.*$/;

/** What of the listing of a shell's settings sets something that is the user's. */
const SETTING = /^(declare -[-A-Za-z]+ [A-Za-z_]\w*(=|$)|set -o \w+$|shopt -[su] \w+$)/;

/** From what `declare -p`, `set +o` and `shopt -p` print to what sets it again. */
function settingsOf(listing: string): string {
  return (
    listing
      .split('\n')
      .filter((line) => SETTING.test(line) && !OWN_VARIABLES.test(line))
      .filter((line) => !/^set -o (braceexpand|hashall|interactive-comments)$/.test(line))
      // `declare` splits the elements of an array at blanks; an assignment does not.
      .map((line) => line.replace(/^(declare -\S*[aA]\S* (\w+))=(\(.*\))$/, '$1; $2=$3'))
      .join('\n')
  );
}
