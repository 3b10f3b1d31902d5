#!/usr/bin/env node
/** The command line of ovn-sandbox-ts: what was asked for, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import yargs from 'yargs-parser';
import { systemClock } from './lib/clock.js';
import { Sandbox } from './sandbox/sandbox.js';
import { StateError } from './sandbox/saved-state.js';
import { openStateFile } from './sandbox/state-file.js';
import type { BundledFile } from './shell/bash/files.js';
import { openSession, type SessionOptions } from './shell/session.js';

const USAGE = `ovn-sandbox-ts: an OVN laboratory in one process

usage: ovn-sandbox-ts [OPTIONS]                        open the shell
       ovn-sandbox-ts [OPTIONS] run SCRIPT|- [ARG...]  run a bash script in it
       ovn-sandbox-ts [OPTIONS] -c 'COMMANDS' [ARG...] run commands in it

Without a terminal, the first form runs the commands on standard input.

  --state FILE   keep the sandbox in FILE (default: sandbox.json);
                 :memory: keeps nothing
  --plain        a shell without colours and redrawing
  --help         this text
  --version      the version
`;

/** Exit statuses: of a mistake in the arguments, and of a state that cannot be used. */
const EXIT_USAGE = 2;
const EXIT_STATE = 1;

/** What to do, as the arguments say. */
type Task =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string }
  | {
      readonly kind: 'shell' | 'stdin' | 'file' | 'commands';
      readonly source: string;
      readonly args: readonly string[];
      readonly state: string;
      readonly plain: boolean;
    };

function parseArguments(argv: readonly string[]): Task {
  const parsed = yargs([...argv], {
    alias: { c: ['command'], h: ['help'], V: ['version'] },
    string: ['state', 'c'],
    boolean: ['help', 'version', 'plain'],
    configuration: {
      'halt-at-non-option': true,
      'unknown-options-as-args': false,
      'camel-case-expansion': false,
      'parse-positional-numbers': false,
      'duplicate-arguments-array': false,
      'boolean-negation': false,
      'dot-notation': false,
    },
  });
  const known = ['_', 'c', 'command', 'h', 'help', 'V', 'version', 'state', 'plain'];
  const unknown = Object.keys(parsed).find((name) => !known.includes(name));
  if (unknown !== undefined) return mistake(`unknown option ${dashed(unknown)}`);
  if (parsed['help'] === true) return { kind: 'text', text: USAGE };
  if (parsed['version'] === true) return { kind: 'text', text: `ovn-sandbox-ts ${version()}\n` };
  const state: unknown = parsed['state'] ?? 'sandbox.json';
  if (typeof state !== 'string' || state === '') return mistake('--state needs a file name');
  const plain = parsed['plain'] === true;
  const positional = parsed._.map(String);
  const commands: unknown = parsed['c'];
  if (typeof commands === 'string') {
    const rest = withState(positional, state);
    if (commands === '') return mistake("-c needs commands, as in -c 'ovn-nbctl show'");
    return typeof rest === 'string'
      ? mistake(rest)
      : { kind: 'commands', source: commands, plain, ...rest };
  }
  if (positional.length === 0) {
    const interactive = process.stdin.isTTY && process.stdout.isTTY;
    return { kind: interactive ? 'shell' : 'stdin', source: '', args: [], state, plain };
  }
  const [command, ...others] = positional;
  if (command !== 'run') return mistake(`unknown command '${command}'`);
  const rest = withState(others, state);
  if (typeof rest === 'string') return mistake(rest);
  const [source, ...args] = rest.args;
  if (source === undefined) return mistake("'run' needs a script, or - for standard input");
  return { kind: source === '-' ? 'stdin' : 'file', source, plain, args, state: rest.state };
}

/** `--state` may stand before the script as well; what comes after belongs to the script. */
function withState(
  words: readonly string[],
  state: string,
): { readonly args: readonly string[]; readonly state: string } | string {
  const [first, second, ...rest] = words;
  if (first === '--state') {
    return second === undefined ? '--state needs a file name' : { args: rest, state: second };
  }
  if (first?.startsWith('--state=')) return { args: words.slice(1), state: first.slice(8) };
  if (first?.startsWith('-') && first !== '-') return `unknown option ${first}`;
  return { args: words, state };
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

const mistake = (message: string): Task => ({ kind: 'error', message });

const packageFile = (path: string): URL => new URL(`../${path}`, import.meta.url);

function version(): string {
  const json: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  return typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : '';
}

/** The tutorial's scripts, under both of the names that they are known by. */
function tutorialScripts(): BundledFile[] {
  const folder = fileURLToPath(packageFile('scripts'));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.sh'))
    .flatMap((path) => {
      const text = readFileSync(`${folder}/${path}`, 'utf8');
      return [`scripts/${path}`, `ovn/${path}`].map((name) => ({ path: name, text }));
    });
}

/** Runs a script; what it prints goes out as it comes. */
async function runScript(source: string, options: SessionOptions): Promise<number> {
  const session = await openSession(options);
  const stop = new AbortController();
  let signalled: number | undefined;
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const) {
    process.on(signal, () => {
      // Whoever asks twice means it.
      if (signalled !== undefined) process.exit(128 + number);
      signalled = number;
      stop.abort();
    });
  }
  // A reader that went away is no reason to complain: the script stops.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort());
  const { exitCode } = await session.execute(
    source,
    {
      stdout: (chunk) => process.stdout.write(chunk),
      stderr: (chunk) => process.stderr.write(chunk),
    },
    stop.signal,
  );
  return signalled === undefined ? exitCode : 128 + signalled;
}

async function openTerminal(options: SessionOptions, plain: boolean): Promise<number> {
  const [{ runTerminal }, { WELCOME }] = await Promise.all([
    import('./ui/terminal.js'),
    import('./ui/welcome.js'),
  ]);
  let warnings: readonly string[] = [];
  const session = await openSession({
    ...options,
    onWarnings: (lines) => {
      warnings = [...warnings, ...lines];
    },
  });
  return runTerminal({
    session,
    stdin: process.stdin,
    stdout: process.stdout,
    welcome: WELCOME,
    plain,
    warnings: () => {
      const taken = warnings;
      warnings = [];
      return taken;
    },
  });
}

async function main(): Promise<number> {
  const task = parseArguments(process.argv.slice(2));
  if (task.kind === 'text') {
    process.stdout.write(task.text);
    return 0;
  }
  if (task.kind === 'error') {
    process.stderr.write(`ovn-sandbox-ts: ${task.message}\nTry ovn-sandbox-ts --help.\n`);
    return EXIT_USAGE;
  }
  const source = await sourceOf(task);
  if (source === undefined) return EXIT_USAGE;
  const store = task.state === ':memory:' ? undefined : openStateFile(task.state);
  const sandbox = Sandbox.open({ clock: systemClock, store });
  const options = { sandbox, cwd: process.cwd(), bundled: tutorialScripts(), args: task.args };
  try {
    return await (task.kind === 'shell'
      ? openTerminal(options, task.plain)
      : runScript(source, options));
  } finally {
    sandbox.close();
  }
}

/** The script to run; says why where there is none. */
async function sourceOf(
  task: Exclude<Task, { kind: 'text' | 'error' }>,
): Promise<string | undefined> {
  if (task.kind === 'stdin') return text(process.stdin);
  if (task.kind !== 'file') return task.source;
  try {
    return readFileSync(task.source, 'utf8');
  } catch (error) {
    const bundled = tutorialScripts().find(({ path }) => path === task.source.replace(/^\.\//, ''));
    if (bundled) return bundled.text;
    process.stderr.write(
      `ovn-sandbox-ts: cannot read ${task.source}: ${error instanceof Error ? error.message : error}\n`,
    );
    return undefined;
  }
}

try {
  process.exitCode = await main();
  // A terminal or a timer must not keep a finished program.
  process.stdout.write('', () => process.exit());
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`ovn-sandbox-ts: ${message}\n`);
  process.exitCode = error instanceof StateError ? EXIT_STATE : 70;
}
