/** Compares `ovstest test-neutron` with what the OVN driver should write. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RELEASE_2015 } from '../../src/releases/2015/release.js';

interface Step {
  readonly do: unknown;
  readonly error?: string;
  /** The northbound database after the operation; left out if it is the same as before. */
  readonly northbound?: unknown;
}

const VECTORS: readonly { readonly name: string; readonly steps: readonly Step[] }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'vectors.json'), 'utf8'),
);

const ovstest = RELEASE_2015.tools.find(({ name }) => name === 'ovstest');

/** Runs operations, one a line, and returns the answers. */
function answers(lines: readonly string[]): readonly { error?: string; northbound: unknown }[] {
  const stdin = lines.map((line) => `${line}\n`).join('');
  const result = ovstest?.run(['test-neutron'], { stdin } as never);
  expect(result).toMatchObject({ stderr: '', exitCode: 0 });
  return (result?.stdout ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('the driver', () => {
  it.each(VECTORS)('$name', ({ steps }) => {
    const found = answers(steps.map((step) => JSON.stringify(step.do)));
    let northbound: unknown = { routers: [], switches: [] };
    for (const [i, step] of steps.entries()) {
      northbound = step.northbound ?? northbound;
      expect(found[i]).toEqual({ ...(step.error ? { error: step.error } : {}), northbound });
    }
  });
});
