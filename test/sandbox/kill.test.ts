/** Tests that a killed process leaves exactly the state between two of its commands. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn as spawnTerminal } from '@lydell/node-pty';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { SeededRandom } from '../../src/lib/random.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { readSeed } from '../../src/sandbox/seed.js';
import { openStateFile } from '../../src/sandbox/state-file.js';
import { stringifySavedState } from '../../src/sandbox/state-text.js';
import { runner } from '../run.js';
import { LONG_TIMEOUT, times } from '../slow.js';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');
const HOOK = join(import.meta.dirname, 'kill-at.mjs');
/** The number of runs of each kind of script, and of the terminal. */
const KILLS = times(2, 150);
const AT_ONCE = 2;
/** More operations than most scripts perform, so some of them run to their end. */
const OPERATIONS = 90;
const LINES = 200;

/** Kinds of scripts: each function returns the nth command, which always changes the state. */
const KINDS: Readonly<Record<string, (n: number) => string>> = {
  switches: (n) => `ovn-nbctl lswitch-add s${n} -- lport-add s${n} p${n}`,
  interfaces: (n) =>
    n === 0
      ? 'ovn-nbctl lswitch-add sw0'
      : n % 2 === 1
        ? `ovn-nbctl lport-add sw0 p${n}`
        : `ovs-vsctl add-port br-int v${n} -- set Interface v${n} external_ids:iface-id=p${n - 1}`,
  policies: (n) =>
    n === 0
      ? 'ovn-nbctl lswitch-add sw0'
      : n % 7 === 0
        ? 'ovn-nbctl acl-del sw0'
        : `ovn-nbctl acl-add sw0 to-lport ${n} 'ip4 && tcp.dst == ${n}' allow-related`,
  bridges: (n) => (n % 3 === 2 ? `ovs-vsctl del-br br${n - 1}` : `ovs-vsctl add-br br${n}`),
  chassis: (n) => `ovn-sbctl chassis-add hv${n} geneve 10.9.${n}.2`,
  settings: (n) => `ovs-vsctl set Open_vSwitch . external_ids:n=${n}`,
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const linesOf = (command: (n: number) => string): string[] =>
  Array.from({ length: LINES }, (_, n) => command(n));

/** Returns the contents of the state file before and after each command. */
function statesOf(lines: readonly string[]): string[] {
  const seed = readSeed(join(ROOT, 'sandbox.json'));
  const sandbox = Sandbox.open({ clock: new ManualClock(), seed });
  const run = runner(sandbox);
  const states = [stringifySavedState(sandbox.save())];
  for (const line of lines) {
    expect(run(line)[0]).toMatchObject({ exitCode: 0, stderr: '' });
    states.push(stringifySavedState(sandbox.save()));
  }
  return states;
}

const optionsOf = (file: string): string[] => ['--import', HOOK, CLI, '--state', file];

/** Runs a script; resolves to the signal that killed it, or `null`. */
function runScript(file: string, lines: readonly string[], killAt: number) {
  const script = `${file}.sh`;
  writeFileSync(script, lines.map((line) => `${line}\n`).join(''));
  return new Promise<unknown>((resolve, reject) => {
    const child = spawn(process.execPath, [...optionsOf(file), 'run', script], {
      env: { ...process.env, KILL_AT: String(killAt), COUNTED_TIME: '1' },
      stdio: 'ignore',
    });
    child.once('error', reject);
    child.once('exit', (status, signal) => resolve(signal ?? status));
  }).finally(() => rmSync(script));
}

/** Types lines into a terminal. */
function runTerminal(file: string, lines: readonly string[], killAt: number) {
  return new Promise<unknown>((resolve) => {
    const terminal = spawnTerminal(process.execPath, [...optionsOf(file), '--plain'], {
      cols: 200,
      rows: 24,
      cwd: folder,
      env: { ...process.env, KILL_AT: String(killAt) },
    });
    const rest = [...lines, 'exit'];
    terminal.onData((shown) => {
      if (shown.includes('ovn-sandbox$ ')) terminal.write(`${rest.shift() ?? ''}\r`);
    });
    terminal.onExit(({ exitCode, signal }) => resolve(signal ? 'SIGKILL' : exitCode));
  });
}

const isWhole = (file: string): boolean => readFileSync(file, 'utf8').endsWith('}\n');

/** Checks the state that a process left, and returns the number of commands it includes. */
function progressIn(file: string, states: readonly string[]): number {
  const store = openStateFile(file);
  const found = store.read();
  if (found) Sandbox.open({ clock: new ManualClock(), store });
  store.close();
  const name = file.slice(folder.length + 1);
  const left = readdirSync(folder)
    .filter((other) => other.startsWith(name))
    // A truncated file does not name its process, so it is only removed after a minute.
    .filter((other) => !/\.lock\.[\da-f]{16}$/.test(other) || isWhole(join(folder, other)));
  expect(left).toEqual(found ? [name] : []);
  if (!found) return 0;
  const progress = states.indexOf(readFileSync(file, 'utf8'));
  expect(progress).toBeGreaterThan(0);
  return progress;
}

async function killAll(
  name: string,
  lines: readonly string[],
  run: (file: string, lines: readonly string[], killAt: number) => Promise<unknown>,
): Promise<void> {
  const states = statesOf(lines);
  const random = SeededRandom.fromSeed(Buffer.from(name).reduce((sum, byte) => sum + byte));
  for (let done = 0; done < KILLS; done += AT_ONCE) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, i) => {
        const file = join(folder, `${name}${done + i}`);
        const end = await run(file, lines, 1 + (random.next() % OPERATIONS));
        expect(['SIGKILL', 0]).toContain(end);
        const progress = progressIn(file, states);
        if (end === 0) expect(progress).toBe(lines.length);
        rmSync(file, { force: true });
      }),
    );
  }
}

describe('a process that is killed leaves a state between two commands', () => {
  it.each(Object.entries(KINDS))(
    'in a script of %s',
    (name, command) => killAll(name, linesOf(command), runScript),
    LONG_TIMEOUT,
  );

  it(
    'in a terminal',
    () => killAll('terminal', linesOf(KINDS['switches'] ?? String).slice(0, 12), runTerminal),
    LONG_TIMEOUT,
  );
});
