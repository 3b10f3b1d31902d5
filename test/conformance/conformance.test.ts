import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';
import { compare } from './canon.mjs';

interface Step {
  readonly run: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  readonly unstable?: boolean;
}

interface Case {
  readonly steps: readonly Step[];
  readonly ovn_controller_warnings?: readonly string[];
}

const CASES = join(import.meta.dirname, 'cases');

const files = readdirSync(CASES).flatMap((folder) =>
  readdirSync(join(CASES, folder)).map((file) => `${folder}/${file}`),
);

/** Plays a case in a fresh sandbox; returns what each step did and what was logged. */
async function play({ steps }: Case) {
  const sandbox = Sandbox.open({ clock: systemClock });
  const session = await openSession({ sandbox, cwd: CASES, bundled: [] });
  const outcomes: Omit<Step, 'run'>[] = [];
  for (const { run } of steps) {
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
    outcomes.push({ stdout, stderr, exit: exitCode });
  }
  return { outcomes, logged: sandbox.log.since(0).map(({ message }) => message) };
}

describe('what the real tools printed', () => {
  it.each(files)('%s', async (file) => {
    const recorded: Case = JSON.parse(readFileSync(join(CASES, file), 'utf8'));
    const { outcomes, logged } = await play(recorded);
    expect(compare(recorded.steps, outcomes)).toEqual([]);
    // The real controller holds back what it says too often, so that more may be said here.
    expect(logged).toEqual(expect.arrayContaining([...(recorded.ovn_controller_warnings ?? [])]));
  });
});
