/** Compares `ovstest test-neutron` with what the OVN driver should write. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answers } from './test-bench.js';

interface Step {
  readonly do: unknown;
  readonly error?: string;
  /** The northbound database after the operation; left out if it is the same as before. */
  readonly northbound?: unknown;
}

const VECTORS: readonly { readonly name: string; readonly steps: readonly Step[] }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'vectors.json'), 'utf8'),
);

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
