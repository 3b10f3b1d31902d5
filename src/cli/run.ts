/** A shell or a script in a sandbox, as the command line asks for it. */
import { readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../lib/clock.js';
import { reasonOf } from '../lib/system-error.js';
import { captureFilesIn } from '../sandbox/capture-files.js';
import { Sandbox } from '../sandbox/sandbox.js';
import { StateError } from '../sandbox/saved-state.js';
import { chooseStateFile, readSeed } from '../sandbox/seed.js';
import { openStateFile } from '../sandbox/state-file.js';
import type { BundledFile } from '../shell/bash/files.js';
import { openSession, type SessionOptions } from '../shell/session.js';
import { EXIT_USAGE, type ShellTask } from './arguments.js';

/** The exit status of a state that cannot be used. */
const EXIT_STATE = 1;

/** The tutorial's scripts, under both of the names that they are known by. */
function tutorialScripts(packageFolder: URL): BundledFile[] {
  const folder = fileURLToPath(new URL('scripts', packageFolder));
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
  const [{ runTerminal }, { welcomeTo }] = await Promise.all([
    import('../ui/terminal.js'),
    import('../ui/welcome.js'),
  ]);
  const { nb } = options.sandbox.context({ read: () => undefined });
  const warnings: string[] = [];
  const hints: string[] = [];
  const session = await openSession({
    ...options,
    onWarnings: (lines) => warnings.push(...lines),
    onHints: (lines) => hints.push(...lines),
  });
  return runTerminal({
    session,
    stdin: process.stdin,
    stdout: process.stdout,
    welcome: welcomeTo({
      switches: nb.count('Logical_Switch'),
      ports: nb.count('Logical_Port'),
    }),
    plain,
    warnings: () => warnings.splice(0),
    hints: () => hints.splice(0),
  });
}

/**
 * Does what `task` asks for.
 *
 * @param packageFolder where the program's package is.
 * @returns the exit status.
 */
export async function runTask(task: ShellTask, packageFolder: URL): Promise<number> {
  const bundled = tutorialScripts(packageFolder);
  const source = await sourceOf(task, bundled);
  if (source === undefined) return EXIT_USAGE;
  try {
    return await runInSandbox(task, source, bundled, packageFolder);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    process.stderr.write(`ovn-sandbox-ts: ${error.message}\n`);
    return EXIT_STATE;
  }
}

/** @throws StateError if the current folder was deleted */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new StateError('the current folder was deleted; change to another one first');
  }
}

/** @throws StateError where the sandbox cannot be opened, or not be saved in the end. */
async function runInSandbox(
  task: ShellTask,
  source: string,
  bundled: readonly BundledFile[],
  packageFolder: URL,
): Promise<number> {
  const cwd = currentFolder();
  const seedFile = fileURLToPath(new URL('sandbox.json', packageFolder));
  const seed = readSeed(seedFile);
  const inMemory = task.state === ':memory:';
  const sandbox = Sandbox.open({
    clock: systemClock,
    store: inMemory ? undefined : openStateFile(chooseStateFile(task.state, seedFile)),
    seed,
    captureFiles: captureFilesIn(cwd),
  });
  const options = { sandbox, cwd, bundled, args: task.args };
  try {
    if (task.kind === 'shell') return await openTerminal(options, task.plain);
    if (task.kind === 'host') {
      const { runHostShell } = await import('../host-shell/host-shell.js');
      const client = fileURLToPath(new URL('dist/client.cjs', packageFolder));
      return await runHostShell({ sandbox, command: task.args, client });
    }
    const file = task.kind === 'file' ? task.source : undefined;
    return await runScript(source, { ...options, script: { file } });
  } finally {
    sandbox.close();
  }
}

/** The script to run; says why where there is none. */
async function sourceOf(
  task: ShellTask,
  bundled: readonly BundledFile[],
): Promise<string | undefined> {
  if (task.kind === 'stdin') return text(process.stdin);
  if (task.kind !== 'file') return task.source;
  try {
    return readFileSync(task.source, 'utf8');
  } catch (error) {
    const script = bundled.find(({ path }) => path === task.source.replace(/^\.\//, ''));
    if (script) return script.text;
    process.stderr.write(`ovn-sandbox-ts: cannot read ${task.source}: ${reasonOf(error)}\n`);
    return undefined;
  }
}
