/** A fake shell for tests of the terminal. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Remark } from '../../../src/shell/remark.js';
import type { Completion, LineReport, ShellSession, Streams } from '../../../src/shell/session.js';

const WORDS = [
  'echo',
  'exit',
  'fail',
  'flood',
  'hint',
  'lines',
  'ovn-nbctl',
  'ovn-sbctl',
  'ovs-ofctl',
  'print',
  'sleep',
  'warn',
  ...Array.from({ length: 400 }, (_, i) => `port-${String(i).padStart(3, '0')}`),
];

/** A shell with a few commands, enough to test the terminal. */
export class FakeSession implements ShellSession {
  readonly remarks: Remark[] = [];

  async execute(
    source: string,
    { stdout, stderr, page }: Streams,
    signal: AbortSignal,
  ): Promise<{ exitCode: number; exit: boolean }> {
    const done = (exitCode: number, exit = false) => ({ exitCode, exit });
    const [word = '', ...args] = source.split(' ');
    const rest = args.join(' ');
    switch (word) {
      case 'echo':
        stdout(`${rest}\n`);
        return done(0);
      case 'print':
        stdout(JSON.parse(`"${rest}"`));
        return done(0);
      case 'lines':
        for (let i = 1; i <= Number(rest); i++) stdout(`line ${i} of ${rest}\n`);
        return done(0);
      case 'page':
        await page?.(Array.from({ length: Number(rest) }, (_, i) => `line ${i + 1}\n`).join(''));
        return done(0);
      case 'sleep':
        stdout('sleeping');
        await delay(Number(rest), undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return done(130);
        stdout(' slept\n');
        return done(0);
      case 'flood':
        for (let i = 1; !signal.aborted; i++) {
          stdout(`flood ${i}\n`.repeat(100));
          await delay(1);
        }
        return done(130);
      case 'hint':
        this.remarks.push({ kind: 'hint', text: rest });
        return done(0);
      case 'warn':
        this.remarks.push({ kind: 'warning', text: rest });
        return done(0);
      case 'crash':
        setTimeout(() => {
          throw new Error('crashed');
        });
        await delay(60_000);
        return done(0);
      case 'fail':
        throw new Error(rest);
      case 'exit':
        return done(Number(rest), true);
      default:
        stderr(`${word}: command not found\n`);
        return done(127);
    }
  }

  isComplete(source: string): boolean {
    const quotes = source.split("'").length - 1;
    const open = (source.match(/\bdo\b/g) ?? []).length - (source.match(/\bdone\b/g) ?? []).length;
    return quotes % 2 === 0 && open <= 0 && !source.endsWith('\\');
  }

  inspect(): LineReport {
    return { spans: [], usage: undefined, problem: undefined, continuation: '' };
  }

  complete(input: string, cursor: number): Completion {
    const from = input.lastIndexOf(' ', cursor - 1) + 1;
    const typed = input.slice(from, cursor);
    return {
      from,
      candidates: WORDS.filter((word) => word.startsWith(typed)).map((text) => ({ text })),
    };
  }
}
