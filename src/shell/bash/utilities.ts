/** Provides the Unix utilities: those of `src/utilities`, and just-bash's for all others. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  Bash,
  bytesOutput,
  defineCommand,
  getCommandNames,
  type IFileSystem,
  latin1FromBytes,
  stdoutKind,
  unsafeBytesFromLatin1,
} from 'just-bash';
import { fileErrorText } from '../../lib/file-error.js';
import { decodeLatin1, encodeLatin1 } from '../../lib/raw-text.js';
import { UTILITY_NAMES } from '../../utilities/table.js';

/** Commands of just-bash that the shell has as builtins, or that the build leaves out. */
const NOT_OFFERED: readonly string[] = [
  ...['alias', 'bash', 'echo', 'false', 'help', 'history', 'printf', 'pwd', 'sh', 'sleep'],
  ...['time', 'true', 'unalias', 'which', 'html-to-markdown', 'sqlite3'],
];

/** Limits that keep a command of just-bash from taking the process down. */
const LIMITS = {
  maxCommandCount: 1_000_000,
  maxLoopIterations: 10_000_000,
  maxOutputSize: 64 * 2 ** 20,
  maxStringLength: 64 * 2 ** 20,
  maxFileSystemBytes: 256 * 2 ** 20,
};

/** just-bash's advice on `tar -J` and `tar --zstd`, whose codecs cannot be installed here. */
const MISSING_CODEC = /((?:xz|zstd) compression) requires .*/g;

/** Commands of just-bash that read standard input if no argument names a file. */
const FILTERS = new Set(['gunzip', 'gzip', 'split', 'strings', 'tar', 'yq']);

/** An error of the file system as JavaScript words it. */
const FILE_ERROR = /\bE[A-Z]{3,}: [^,\n]*(?:, \w+(?: '[^'\n]*')?)?/g;

export interface UtilityCall {
  readonly args: readonly string[];
  readonly stdin: string;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface UtilityResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A command that commands of just-bash such as `find` can start. */
type Startable = (call: UtilityCall) => Promise<UtilityResult>;

const NEVER = new AbortController().signal;

/** The output of the current command, before just-bash mixes up bytes and text. */
const outputs = new AsyncLocalStorage<{ stdout?: string }>();

export class Utilities {
  readonly #names: readonly string[];
  readonly #own = new Set(UTILITY_NAMES);
  readonly #fs: IFileSystem;
  readonly #startable: ReadonlyMap<string, Startable>;
  #bash: Bash | undefined;

  /** @param startable the commands of the shell that just-bash may start, by name */
  constructor(fs: IFileSystem, startable: ReadonlyMap<string, Startable>) {
    this.#names = getCommandNames().filter(
      (name) => !NOT_OFFERED.includes(name) && !this.#own.has(name),
    );
    this.#fs = fs;
    this.#startable = startable;
  }

  /** Returns just-bash, which takes a while to set up. */
  #start(): Bash {
    return new Bash({
      fs: this.#fs,
      defenseInDepth: false,
      executionLimits: LIMITS,
      customCommands: [
        ...this.#names.map((name) => defineCommand(name, recordOutput)),
        ...[...this.#startable].map(([name, start]) =>
          defineCommand(name, async (args, { stdin, cwd, exportedEnv, signal }) => {
            const result = await start({
              args,
              stdin: decodeLatin1(latin1FromBytes(stdin)),
              cwd,
              environment: exportedEnv ?? {},
              signal: signal ?? NEVER,
            });
            return {
              ...result,
              ...bytesOutput(unsafeBytesFromLatin1(encodeLatin1(result.stdout))),
            };
          }),
        ),
      ],
    });
  }

  has(name: string): boolean {
    return this.#own.has(name) || this.#names.includes(name);
  }

  names(): readonly string[] {
    return [...this.#own, ...this.#names];
  }

  /** True if a call reads standard input: a filter does if no argument names a file. */
  async readsInput(name: string, { args, cwd }: UtilityCall): Promise<boolean> {
    if (!FILTERS.has(name)) return false;
    for (const arg of args) {
      if (arg === '' || arg.startsWith('-')) continue;
      const stat = await this.#fs.stat(this.#fs.resolvePath(cwd, arg)).catch(() => undefined);
      if (stat?.isFile) return false;
    }
    return true;
  }

  /** Runs a command of just-bash. */
  async run(
    name: string,
    { args, stdin, cwd, environment, signal }: UtilityCall,
  ): Promise<UtilityResult> {
    this.#bash ??= this.#start();
    const bash = this.#bash;
    const output: { stdout?: string } = {};
    const { stdout, stderr, exitCode } = await outputs.run(output, () =>
      bash.exec(name, {
        args: [...args],
        stdin: encodeLatin1(stdin),
        stdinKind: 'bytes',
        cwd,
        env: { ...environment, PWD: cwd },
        replaceEnv: true,
        rawScript: true,
        signal,
      }),
    );
    return {
      stdout: output.stdout ?? stdout,
      stderr: stderr
        .replace(MISSING_CODEC, '$1 is not supported')
        .replace(FILE_ERROR, fileErrorText),
      exitCode,
    };
  }
}

/** Runs the command of just-bash that this one replaces, and keeps its exact output. */
const recordOutput: Parameters<typeof defineCommand>[1] = async (args, { origCommand }) => {
  const result = await origCommand?.(args);
  if (!result) return { stdout: '', stderr: 'command not found\n', exitCode: 127 };
  const output = outputs.getStore();
  if (output) {
    output.stdout = stdoutKind(result) === 'bytes' ? decodeLatin1(result.stdout) : result.stdout;
  }
  return result;
};
