/** Tests that any input can be scanned and inspected, however unfinished it is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scan } from '../../../src/shell/line/scan.js';
import type { ShellSession } from '../../../src/shell/session.js';
import { times } from '../../slow.js';
import { openNetwork } from './network.js';

const folder = mkdtempSync(join(tmpdir(), 'scan-'));
let session: ShellSession;
beforeAll(async () => {
  session = await openNetwork(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

const PIECES = [
  ...['ovn-nbctl', 'acl-add', 'sw0', 'to-lport', '1002', 'outport', '==', 'tcp.dst', 'ip4', '--'],
  ...['ovs-ofctl', 'add-flow', 'br0', 'in_port=1,', 'actions=', 'output:', 'ct(', 'learn(', 'set'],
  ...['Logical_Port', 'options:', 'router-port=', 'sandbox', 'ping', 'ovn-trace', 'bucket='],
  ...[' ', ' ', ' ', "'", '"', '\\', '`', '$(', ')', '(', '{', '}', '$((', '${', '$x', '\n', ';'],
  ...['|', '&&', '&', '>', '<', '<<E', '#', 'for', 'in', 'do', 'done', 'case', 'esac', ';;', 'if'],
  ...['[', ']', '..', '=', '!', '{', '0x', '/', ',', '->', 'é', '漢', '\u0007', '[[', '-', '='],
];
const input = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((all) => all.join(''));

it('finds words inside of the input, in order', () => {
  fc.assert(
    fc.property(input, (text) => {
      const { words, word, commands } = scan(text);
      for (const { start, end, offsets, text: content } of [...words, word]) {
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(text.length);
        if (offsets.length > 0) expect(offsets.length).toBe(content.length);
        for (const offset of offsets) expect(offset).toBeLessThan(text.length);
      }
      for (const command of commands) expect(command.words.length).toBeGreaterThan(0);
    }),
    { numRuns: times(500, 20_000) },
  );
});

it('can be inspected and completed everywhere', async () => {
  await fc.assert(
    fc.asyncProperty(input, fc.nat(), async (text, place) => {
      const cursor = place % (text.length + 1);
      const { spans, problem, continuation } = session.inspect(text, cursor);
      let last = 0;
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
      if (problem) expect(problem.end).toBeLessThanOrEqual(text.length);
      if (cursor < text.length) expect(continuation).toBe('');
      const { from } = await session.complete(text, cursor);
      expect(from).toBeLessThanOrEqual(cursor);
    }),
    { numRuns: times(300, 10_000) },
  );
});

describe('a scan', () => {
  it('takes time in proportion to the input', () => {
    const { commands } = scan('echo "$(ovn-nbctl show)" | grep x; '.repeat(2000));
    expect(commands).toHaveLength(6000);
  });
});
