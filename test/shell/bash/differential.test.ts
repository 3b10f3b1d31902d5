/** Compares what scripts print with recordings of the real bash, which `record.mjs` makes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shellFiles } from '../../../src/shell/bash/files.js';
import { Interpreter } from '../../../src/shell/bash/interpreter.js';

interface Recorded {
  readonly name: string;
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

const recorded: readonly Recorded[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8'),
);

const folder = mkdtempSync(join(tmpdir(), 'bash-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(script: string) {
  const fs = await shellFiles(folder, []);
  const shell = new Interpreter({ fs, programs: [], cwd: folder });
  const printed = { stdout: '', stderr: '' };
  const sinks = {
    stdout: (text: string) => {
      printed.stdout += text;
    },
    stderr: (text: string) => {
      printed.stderr += text;
    },
  };
  const { signal } = new AbortController();
  await shell.run(script, sinks, signal);
  const status = await shell.leave(sinks, signal);
  return { ...printed, status };
}

describe('bash', () => {
  it.each(recorded)('$name', async ({ script, stdout, stderr, status }) => {
    expect(await run(script)).toEqual({ stdout, stderr, status });
  });
});
