import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openStateFile } from '../../src/sandbox/state-file.js';

const CLI = join(import.meta.dirname, '../../dist/cli.js');
/** A hundred take minutes: SLOW=1 asks for them. */
const KILLS = process.env['SLOW'] ? 100 : 20;
const AT_ONCE = 3;
const SWITCHES = 2000;

let folder: string;
let script: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
  script = join(folder, 'script.sh');
  const line = (i: number) => `ovn-nbctl lswitch-add s${i} -- lport-add s${i} p${i}\n`;
  writeFileSync(
    script,
    `echo begun\n${Array.from({ length: SWITCHES }, (_, i) => line(i)).join('')}`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script and kills it `delay` milliseconds after it began. */
function runAndKill(file: string, delay: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, 'run', '--state', file, script]);
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), delay));
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

/** How many of the script's commands a state file holds; checks that it is a prefix of them. */
function commandsIn(file: string): number {
  if (!existsSync(file)) return 0;
  const store = openStateFile(file);
  const sandbox = Sandbox.open({ clock: new ManualClock(), store });
  const { nb, sb } = sandbox.context({ read: () => undefined });
  const names = [...nb.rows('Logical_Switch')].map(({ name }) => name);
  expect(names).toEqual(names.map((_, i) => `s${i}`));
  expect(sb.count('Port_Binding')).toBe(names.length);
  expect(sb.count('Datapath_Binding')).toBe(names.length);
  sandbox.close();
  return names.length;
}

describe('a script that is killed', () => {
  it('leaves a state that loads and holds what was done up to some command', async () => {
    const held: number[] = [];
    for (let batch = 0; held.length < KILLS; batch++) {
      await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, i) => {
          const file = join(folder, `${batch}-${i}.json`);
          await runAndKill(file, Math.random() * 400);
          held.push(commandsIn(file));
        }),
      );
    }
    // Kills must have come early and late for this to say anything.
    expect(new Set(held).size).toBeGreaterThan(KILLS / 4);
  }, 300_000);
});
