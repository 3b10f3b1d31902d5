/**
 * Checks that the scripts of the tutorial's environments have the same results as the real tools.
 * In the recordings, the setup consists of single commands, followed by commands that inspect it.
 * Here the scripts do the setup, and the output of the latter is compared.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';
import { compare } from '../conformance/canon.mjs';

interface Step {
  readonly run: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  readonly unstable?: boolean;
}

const ROOT = join(import.meta.dirname, '../..');

const scripts = readdirSync(join(ROOT, 'scripts'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.sh'))
  .map((path) => ({
    path: `ovn/${path}`,
    text: readFileSync(join(ROOT, 'scripts', path), 'utf8'),
  }));

const recorded = (name: string): Step[] =>
  JSON.parse(readFileSync(join(ROOT, `test/conformance/cases/tutorial/${name}.json`), 'utf8'))
    .steps;

/**
 * Opens the shell of a fresh sandbox; `run` returns the result of a command in the form of the
 * recordings.
 */
async function open() {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const session = await openSession({ sandbox, cwd: ROOT, bundled: scripts });
  return async (run: string) => {
    let stdout = '';
    let stderr = '';
    const sinks = {
      stdout: (text: string) => {
        stdout += text;
      },
      stderr: (text: string) => {
        stderr += text;
      },
    };
    const { exitCode } = await session.execute(run, sinks, new AbortController().signal);
    return { stdout, stderr, exit: exitCode };
  };
}

/** Returns the commands of a script as `set -o xtrace` prints them, without their output. */
const commandsOf = (trace: string) =>
  trace.split('\n').flatMap((line) => /^\+ (ov.*)$/.exec(line)?.slice(1) ?? []);

describe('the environments of the tutorial', () => {
  const setups: readonly [env: string, scripts: readonly string[]][] = [
    ['env1', ['setup.sh']],
    ['env2', ['setup.sh']],
    ['env3', ['setup.sh']],
    ['env4', ['setup1.sh', 'setup2.sh']],
    ['env5', ['setup.sh']],
    ['env6', ['setup.sh', 'add-acls.sh']],
  ];
  it.each(setups)('%s', async (env, names) => {
    const run = await open();
    for (const name of names) {
      expect(await run(`ovn/${env}/${name}`)).toMatchObject({ stdout: '', exit: 0 });
    }
    const steps = recorded(env);
    const shows = steps
      .slice(steps.findIndex((step) => step.run === 'ovn-nbctl show'))
      .filter((step) => !step.run.startsWith('ovs-appctl'));
    const outcomes = [];
    for (const step of shows) outcomes.push(await run(step.run));
    expect(compare(shows, outcomes)).toEqual([]);
  });

  it.each(['env1', 'env2', 'env3', 'env4', 'env5'])('packets of %s', async (env) => {
    const traces = recorded(env).filter((step) => step.run.startsWith('ovs-appctl'));
    const run = await open();
    const packets = scripts.filter(({ path }) => path.startsWith(`ovn/${env}/packet`)).sort();
    const sent = [];
    for (const { path } of packets) sent.push(...commandsOf((await run(path)).stderr));
    expect(traces.map((step) => step.run)).toEqual(expect.arrayContaining(sent));
  });
});
