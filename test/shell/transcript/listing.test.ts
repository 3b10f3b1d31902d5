/** Tests splitting entered text into commands. */
import { expect, it } from 'vitest';
import { isComplete } from '../../../src/shell/bash/language/syntax.js';
import { commandsIn } from '../../../src/shell/transcript/listing.js';

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
  const { note: _, ...read } = commandsIn(text, isComplete);
  expect(read).toEqual({ commands, rest });
});

it('parse only the lines added to an incomplete command', () => {
  let open = '';
  let calls = 0;
  const counting = (source: string) => {
    calls += 1;
    return isComplete(source);
  };
  const lines = ['for i in 1 2; do', ...Array.from({ length: 100 }, () => '  echo')];
  for (const line of lines) {
    const text = open === '' ? line : `${open}\n${line}`;
    open = commandsIn(text, counting, open).rest;
    expect(open).toBe(text);
  }
  expect(calls).toBe(lines.length);
  const text = `${open}\ndone\nls`;
  expect(commandsIn(text, counting, open)).toEqual({
    commands: [`${open}\ndone`, 'ls'],
    rest: '',
  });
});

const LISTING = `$ ovn-nbctl lswitch-add sw0
$ ovn-nbctl show
    lswitch 4a2f (sw0)
        lport don't (

$ cat <<E
> a
> E
a
`;

const PROMPTS = [
  ...['$ ', '% ', '# ', '  $ ', 'user@host:~$ ', 'user@host:~/src/ovs$ ', 'root@host:/# '],
  ...['[root@host ~]# ', '[user@host ovs]$ ', 'root@host:/usr/src#  ', 'user@host ~ % '],
  ...['mininet> sh ', 'mininet> ', 'ovn-sandbox$ ', 'bash-5.2# ', 'sh-4.2$ ', '(venv) me@vm:~$ '],
];

it.each(PROMPTS)('leaves out the prompt %j', (prompt) => {
  const pasted = [`${prompt}ovn-nbctl lswitch-add a`, 'some output', `${prompt}ovn-nbctl show`];
  expect(commandsIn(pasted.join('\n'), isComplete)).toEqual({
    commands: ['ovn-nbctl lswitch-add a', 'ovn-nbctl show'],
    rest: '',
    note: 'read without prompts and 1 line of output',
  });
  expect(commandsIn(`${prompt}ovn-nbctl show`, isComplete)).toEqual({
    commands: ['ovn-nbctl show'],
    rest: '',
    note: 'read without the prompt',
  });
});

it('reads a listing: what has no prompt is output', () => {
  expect(commandsIn(LISTING, isComplete)).toEqual({
    commands: ['ovn-nbctl lswitch-add sw0', 'ovn-nbctl show', 'cat <<E\na\nE'],
    rest: '',
    note: 'read without prompts and 3 lines of output',
  });
});

it('reads a listing that starts with output', () => {
  expect(commandsIn("don't type this\n$ ls\nfile", isComplete).commands).toEqual(['ls']);
});

const AS_IT_IS = [
  '# a comment\novn-nbctl show',
  '# ovn-nbctl show prints this:\novn-nbctl show',
  '# show',
  "cat <<'E'\n$ x\n# ovn-nbctl show\nE",
  'echo $x # $ y',
  'x=1; echo "$x" > file',
  'echo 100% $',
  '[ -e x ] && echo a@b:c$',
];

it.each(AS_IT_IS)('leaves %j as it is', (text) => {
  const { commands, note } = commandsIn(text, isComplete);
  expect(note).toBeUndefined();
  expect(commands.join('\n')).toBe(text);
});

const QUOTES: readonly (readonly [pasted: string, meant: string])[] = [
  ['echo \u201ca b\u201d', 'echo "a b"'],
  ['echo \u2018a b\u2019', "echo 'a b'"],
  [
    'ovn-nbctl acl-add sw0 to-lport 1 \u2018outport == \u201cp\u201d\u2019 drop',
    `ovn-nbctl acl-add sw0 to-lport 1 'outport == "p"' drop`,
  ],
  [`x 'outport == \u201cp\u201d'`, `x 'outport == "p"'`],
  [`echo 'it\u2019s'`, `echo 'it\u2019s'`],
  [`echo "say \u201chello\u201d"`, `echo "say \u201chello\u201d"`],
  ['ovn-nbctl\u00a0show', 'ovn-nbctl show'],
  ['\ufeffovn-nbctl show', 'ovn-nbctl show'],
  ['ovs-vsctl \u2013\u2013may-exist add-br b', 'ovs-vsctl --may-exist add-br b'],
  ['ovs-vsctl \u2014may-exist add-br b', 'ovs-vsctl --may-exist add-br b'],
  ['ovs-vsctl \u2013may-exist add-br b', 'ovs-vsctl --may-exist add-br b'],
  ['ovs-ofctl \u2013O OpenFlow13', 'ovs-ofctl -O OpenFlow13'],
];

it.each(QUOTES)('straightens %j', (pasted, meant) => {
  const { commands, note } = commandsIn(pasted, isComplete);
  expect(commands).toEqual([meant]);
  expect(note).toBe(pasted === meant ? undefined : 'read with straight quotes');
});

it('says everything in one line', () => {
  expect(commandsIn('$ echo \u201ca\u201d\na', isComplete)).toEqual({
    commands: ['echo "a"'],
    rest: '',
    note: 'read without the prompt and 1 line of output, with straight quotes',
  });
});
