/** The usual programs beside bash itself (grep, sed, awk, sort, jq ...): those of just-bash. */
import {
  Bash,
  decodeBytesToUtf8,
  defineCommand,
  getCommandNames,
  type IFileSystem,
} from 'just-bash';

/** Programs of just-bash that this shell has of its own. */
const OWN: readonly string[] = [
  ...['alias', 'bash', 'echo', 'false', 'help', 'history', 'printf', 'pwd', 'sh', 'sleep'],
  ...['time', 'true', 'unalias', 'which'],
];

/** Programs of just-bash that are left out here, with the large packages that they need. */
const LEFT_OUT: readonly string[] = ['html-to-markdown', 'sqlite3'];

/** What keeps a program that never ends from taking the process with it. */
const LIMITS = {
  maxCommandCount: 1_000_000,
  maxLoopIterations: 10_000_000,
  maxOutputSize: 64 * 2 ** 20,
  maxStringLength: 64 * 2 ** 20,
  maxFileSystemBytes: 256 * 2 ** 20,
};

/** Programs that read their standard input where no argument names a file. */
const FILTERS = new Set([
  ...['awk', 'base64', 'cat', 'column', 'cut', 'egrep', 'expand', 'fgrep', 'fold', 'grep'],
  ...['gunzip', 'gzip', 'head', 'jq', 'md5sum', 'nl', 'od', 'paste', 'rev', 'sed', 'sha1sum'],
  ...['sha256sum', 'sort', 'tac', 'tail', 'tee', 'tr', 'uniq', 'unexpand', 'wc', 'xargs', 'yq'],
]);

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

/** A program that others can start, such as `xargs` and `find`. */
type Startable = (call: UtilityCall) => Promise<UtilityResult>;

const NEVER = new AbortController().signal;

export class Utilities {
  readonly #names: ReadonlySet<string>;
  readonly #fs: IFileSystem;
  readonly #bash: Bash;

  /** @param startable what programs can start besides each other, by name. */
  constructor(fs: IFileSystem, startable: ReadonlyMap<string, Startable>) {
    const names = getCommandNames().filter((name) => ![...OWN, ...LEFT_OUT].includes(name));
    this.#names = new Set(names);
    this.#fs = fs;
    this.#bash = new Bash({
      fs,
      defenseInDepth: false,
      executionLimits: LIMITS,
      customCommands: [
        uniq,
        ...[...startable].map(([name, start]) =>
          defineCommand(name, (args, { stdin, cwd, exportedEnv, signal }) =>
            start({
              args,
              stdin: decodeBytesToUtf8(stdin),
              cwd,
              environment: exportedEnv ?? {},
              signal: signal ?? NEVER,
            }),
          ),
        ),
      ],
    });
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  names(): readonly string[] {
    return [...this.#names];
  }

  /** Whether a call reads standard input: a filter does where no argument names a file. */
  async readsInput(name: string, { args, cwd }: UtilityCall): Promise<boolean> {
    if (!FILTERS.has(name)) return false;
    if (name === 'tee' || name === 'tr' || name === 'xargs') return true;
    for (const arg of args) {
      const path = this.#fs.resolvePath(cwd, arg);
      if (!arg.startsWith('-') && arg !== '' && (await this.#fs.exists(path))) return false;
    }
    return true;
  }

  async run(
    name: string,
    { args, stdin, cwd, environment, signal }: UtilityCall,
  ): Promise<UtilityResult> {
    const { stdout, stderr, exitCode } = await this.#bash.exec(name, {
      args: [...args],
      stdin,
      cwd,
      env: { ...environment, PWD: cwd },
      replaceEnv: true,
      rawScript: true,
      signal,
    });
    return { stdout, stderr, exitCode };
  }
}

/** `uniq`, whose counts have the width here that they have in GNU's. */
const uniq = defineCommand('uniq', async (args, { origCommand }) => {
  const result = await origCommand?.(args);
  if (!result) return { stdout: '', stderr: 'uniq: not there\n', exitCode: 127 };
  const counts = args.some((arg) => arg === '--count' || /^-\w*c/.test(arg));
  const widen = (_: string, count: string) => `${count.padStart(7)} `;
  return counts ? { ...result, stdout: result.stdout.replace(/^ *(\d+) /gm, widen) } : result;
});
