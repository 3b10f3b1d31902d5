/** Tests splitting entered text into commands. */
import { expect, it } from 'vitest';
import { commandsIn } from '../../src/ui/commands.js';
import { FakeSession } from './support/fake-session.js';

const session = new FakeSession();

it.each([
  ['', [], ''],
  ['  \n\n', [], ''],
  ['ls', ['ls'], ''],
  ['ls\npwd', ['ls', 'pwd'], ''],
  ['ls\n\n\npwd\n', ['ls', 'pwd'], ''],
  ["echo 'a\n\nb'\nls", ["echo 'a\n\nb'", 'ls'], ''],
  ['for i in 1 2; do\n  echo\ndone\nls', ['for i in 1 2; do\n  echo\ndone', 'ls'], ''],
  ["ls\necho 'a", ['ls'], "echo 'a"],
  ["echo 'a\n", [], "echo 'a\n"],
  ['a \\\nb', ['a \\\nb'], ''],
  ['$ ls', ['ls'], ''],
  ['  $ ls\n$ pwd', ['ls', 'pwd'], ''],
  ["echo 'a\n$ b'", ["echo 'a\n$ b'"], ''],
  ['$x a', ['$x a'], ''],
] as const)('%j', (text, commands, rest) => {
  expect(commandsIn(text, (source) => session.isComplete(source))).toEqual({ commands, rest });
});

it('parse only the lines added to an incomplete command', () => {
  let open = '';
  let calls = 0;
  const isComplete = (source: string) => {
    calls += 1;
    return session.isComplete(source);
  };
  const lines = ['for i in 1 2; do', ...Array.from({ length: 100 }, () => '  echo')];
  for (const line of lines) {
    const text = open === '' ? line : `${open}\n${line}`;
    open = commandsIn(text, isComplete, open).rest;
    expect(open).toBe(text);
  }
  expect(calls).toBe(lines.length);
  const text = `${open}\ndone\nls`;
  expect(commandsIn(text, isComplete, open)).toEqual({
    commands: [`${open}\ndone`, 'ls'],
    rest: '',
  });
});
