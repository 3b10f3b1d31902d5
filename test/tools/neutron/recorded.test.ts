/** Plays recorded commands of the real client against the answers that it got. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NEUTRON_CLIENT } from '../../../src/tools/neutron/neutron.js';
import { newContext, splitWords } from '../harness.js';
import { type Canned, cannedServer } from './canned-server.js';

interface Recorded {
  readonly command: string;
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly server?: Canned;
}

const RECORDED: readonly Recorded[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8'),
);

describe('prints what the real client prints', () => {
  it.each(RECORDED)('$command', ({ command, status, stdout, stderr, server = {} }) => {
    const [, ...args] = splitWords(command);
    const neutron = { available: true, server: cannedServer(server) };
    const result = NEUTRON_CLIENT.run(args, { ...newContext(), neutron } as never);
    expect(result).toEqual({ stdout, stderr, exitCode: status });
  });
});
