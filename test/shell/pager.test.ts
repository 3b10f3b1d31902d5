/** Tests that less and more page only on a terminal, and print the same bytes everywhere else. */
import { expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

/** Runs a line; returns what it printed and what it paged, if the terminal can. */
async function run(source: string, terminal: boolean) {
  const session = await openSession({
    sandbox: Sandbox.open({ clock: new ManualClock() }),
    cwd: import.meta.dirname,
    bundled: [],
  });
  let printed = '';
  const add = (text: string): void => {
    printed += text;
  };
  const paged: string[] = [];
  const page = async (text: string): Promise<void> => {
    paged.push(text);
  };
  const streams = { stdout: add, stderr: add, ...(terminal ? { page } : {}) };
  const { exitCode } = await session.execute(source, streams, new AbortController().signal);
  return { printed, paged, exitCode };
}

it.each(['less', 'more', 'less -SR'])('%s pages on a terminal', async (command) => {
  expect(await run(`seq 3 | ${command}; echo after`, true)).toEqual({
    printed: 'after\n',
    paged: ['1\n2\n3\n'],
    exitCode: 0,
  });
});

it.each([
  'seq 3 | less | cat',
  'x=$(seq 3 | less); echo "$x"',
  'seq 3 | less > /tmp/pages; cat /tmp/pages',
])('%s never pages', async (source) => {
  expect(await run(source, true)).toEqual({ printed: '1\n2\n3\n', paged: [], exitCode: 0 });
});

it('prints what it would page where there is no terminal', async () => {
  expect((await run('seq 3 | less', false)).printed).toBe('1\n2\n3\n');
});

it('pages nothing if there is no such file', async () => {
  expect(await run('less nosuch', true)).toEqual({
    printed: 'less: nosuch: No such file or directory\n',
    paged: [],
    exitCode: 1,
  });
});
