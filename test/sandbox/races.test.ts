/**
 * Tests that processes that start at the same time never lose an update: the state file includes
 * the changes of every process that ended with status 0.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownIdentity } from '../../src/sandbox/process-identity.js';
import { LONG_TIMEOUT, times } from '../slow.js';

const CLI = join(import.meta.dirname, '../../dist/cli.js');
const RACES = times(1, 200);
const AT_ONCE = 3;

type Launcher = readonly string[];
const HERE: Launcher = [];
/** A process namespace of its own, as in a container. */
const CONTAINER: Launcher = ['unshare', '--user', '--pid', '--fork', '--map-root-user'];

const containers = spawnSync('unshare', [...CONTAINER.slice(1), 'true']).status === 0;

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
  file = join(folder, 'sandbox.json');
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(launcher: Launcher, commands: string) {
  const [program = '', ...args] = [...launcher, process.execPath, CLI];
  const child = spawn(program, [...args, '--state', file, '-c', commands]);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise<{ status: number | null; output: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}

/** Creates the lock of a process that was killed. */
const leaveDeadLock = () =>
  writeFileSync(
    `${file}.lock`,
    JSON.stringify({ token: 'dead', ...ownIdentity(), pid: 999_999_999 }),
  );

type Race = readonly [what: string, launchers: readonly Launcher[], prepare: () => void];

const races: readonly Race[] = [
  ['side by side', [HERE], () => {}],
  ['over the lock of a dead one', [HERE], leaveDeadLock],
];

const racesOfContainers: readonly Race[] = [
  ['in containers', [CONTAINER], () => {}],
  ['inside and outside of containers, over a dead lock', [HERE, CONTAINER], leaveDeadLock],
];

describe('processes that start at the same time', () => {
  it.each([...races, ...(containers ? racesOfContainers : [])])(
    '%s',
    async (_, launchers, prepare) => {
      for (let race = 0; race < RACES; race++) {
        rmSync(file, { force: true });
        prepare();
        const outcomes = await Promise.all(
          Array.from({ length: AT_ONCE }, async (_, i) => {
            const name = `sw${i}`;
            const launcher = launchers[i % launchers.length] ?? HERE;
            return { name, ...(await run(launcher, `ovn-nbctl lswitch-add ${name}`)) };
          }),
        );
        const done = outcomes.filter(({ status }) => status === 0).map(({ name }) => name);
        for (const { status, output } of outcomes) {
          if (status === 0) expect(output).toBe('');
          else expect(output).toMatch(/is in use by|another program replaced/);
        }
        const { output } = await run(HERE, 'ovn-nbctl lswitch-list');
        for (const name of done) expect(output).toContain(`(${name})`);
        expect(done.length).toBeGreaterThan(0);
        expect(readdirSync(folder)).toEqual(['sandbox.json']);
      }
    },
    LONG_TIMEOUT,
  );
});
