/** Compares the output of `ovstest test-ovn` with recordings of the real program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ovstest } from '../../../src/tools/ovstest/ovstest.js';
import { TEST_OVN } from '../../../src/tools/ovstest/test-ovn.js';

/** The recorded outputs of the real test program, by command. */
type Vectors = Record<string, readonly { readonly input: string; readonly output: string }[]>;

const FILE = join(import.meta.dirname, '../../conformance/expression-vectors.json');
const vectors: Vectors = JSON.parse(readFileSync(FILE, 'utf8'));

const sortLines = (text: string): string => text.split('\n').sort().join('\n');

describe('prints what the real program printed', () => {
  it.each(Object.entries(vectors))('%s', (verb, lines) => {
    const differences = lines.flatMap(({ input, output }) => {
      const { stdout, stderr } = ovstest([TEST_OVN]).run(['test-ovn', verb], {
        stdin: `${input}\n`,
      });
      const text = `${stdout}${stderr}`.replace(/\n$/, '');
      const actual = verb === 'expr-to-flows' ? sortLines(text) : text;
      return actual === output ? [] : [`${input}\n- ${output}\n+ ${actual}\n`];
    });
    expect(differences.join('\n')).toBe('');
  });
});
