/** Tests the command line of `ovstest test-ovn`. */
import { describe, expect, it } from 'vitest';
import { ovstest } from '../../../src/tools/ovstest/ovstest.js';
import { TEST_OVN } from '../../../src/tools/ovstest/test-ovn.js';
import { newContext, whole } from '../harness.js';

const run = (args: string, stdin = '') =>
  ovstest([TEST_OVN]).run(args === '' ? [] : args.split(' '), { stdin });

describe('refuses', () => {
  it.each([
    ['', 'ovstest: expect test program to be specified; use --help for usage'],
    ['test-moon', "ovstest: unknown command 'test-moon'; use --help for help"],
    ['test-ovn', 'test-ovn: missing command name; use --help for help'],
    ['test-ovn fly', "test-ovn: unknown command 'fly'; use --help for help"],
    ['test-ovn lex a', "test-ovn: 'lex' command takes at most 0 arguments"],
    ['test-ovn exhaustive', "test-ovn: 'exhaustive' command requires at least 1 arguments"],
    [
      'test-ovn evaluate-expr 1 2',
      "test-ovn: 'evaluate-expr' command requires at least 3 arguments",
    ],
    ['test-ovn --fly lex', "test-ovn: unrecognized option '--fly'"],
    ['test-ovn exhaustive 1 --nvars', "test-ovn: option '--nvars' requires an argument"],
    [
      'test-ovn exhaustive --nvars=5 1',
      'test-ovn: number of numeric variables must be between 0 and 4',
    ],
    [
      'test-ovn exhaustive --svars=-1 1',
      'test-ovn: number of string variables must be between 0 and 4',
    ],
    ['test-ovn exhaustive --bits=0 1', 'test-ovn: number of bits must be between 1 and 3'],
    ['test-ovn exhaustive --operation=x 1', 'test-ovn: x: unknown operation'],
    ['test-ovn exhaustive --relops===,x 1', "test-ovn: ==,x: relational operator expected at `x'"],
    ['test-ovn exhaustive 9', 'test-ovn: too many expressions of 9 terminals to test here'],
    ['test-ovn composition 40', 'test-ovn: composition: at most 18 can be listed here'],
  ])('%s', (args, message) => {
    expect(run(args)).toEqual({ stdout: '', stderr: `${message}\n`, exitCode: 1 });
  });
});

describe('answers', () => {
  it.each([
    ['test-ovn lex', 'a  b # c\n# d\n\n \t\n(ip', 'a b\n# d\n\n\n( ip\n'],
    ['test-ovn parse-expr', 'ip\nxyz\n', "ip\nSyntax error at `xyz' expecting field name.\n"],
    ['test-ovn expr-to-flows', '0\nip6', '(no flows)\nipv6\n'],
    [
      'test-ovn expr-to-flows',
      'reg0 == {1, 2} && reg2 == {3, 4}',
      [
        'reg0=0x1: conjunction(1, 0/2)',
        'reg0=0x2: conjunction(1, 0/2)',
        'reg2=0x3: conjunction(1, 1/2)',
        'reg2=0x4: conjunction(1, 1/2)',
        'conj_id=1\n',
      ].join('\n'),
    ],
    [
      'test-ovn evaluate-expr 1 2 7',
      'a == 1 && b < 3 && c[2]\na > 1\nd\n',
      "1\n0\nSyntax error at `d' expecting field name.\n",
    ],
    ['test-ovn composition 3', '', '3\n2 1\n1 1 1\n1 2\n'],
    ['test-ovn composition 4', '', '4\n3 1\n2 1 1\n2 2\n1 1 2\n1 1 1 1\n1 2 1\n1 3\n'],
    ['test-ovn composition 1', '', '1\n'],
    ['test-ovn tree-shape 1', '', '1\n'],
    ['test-ovn tree-shape 2', '', '11\n'],
    ['test-ovn tree-shape 3', '', '21\n111\n12\n'],
    [
      'test-ovn tree-shape 4',
      '',
      '31, 21\n31, 111\n31, 12\n211\n22\n112\n1111\n121\n13, 21\n13, 111\n13, 12\n',
    ],
    ['test-ovn tree-shape 0', '', ''],
    // Options may follow the command, and may be abbreviated.
    [
      'test-ovn exhaustive 2 --nv=0 --svars 0 --op=convert',
      '',
      'Tested converting 2 expressions of 2 terminals in terms of Boolean constants only.\n',
    ],
    ['test-ovn -- composition 1', '', '1\n'],
  ])('%s', (args, stdin, stdout) => {
    expect(run(args, stdin)).toEqual({ stdout, stderr: '', exitCode: 0 });
  });
});

it('counts as many tree shapes as Schröder numbers predict', () => {
  const counts = [1, 2, 3, 4, 5, 6, 7].map(
    (n) => run(`test-ovn tree-shape ${n}`).stdout.split('\n').length - 1,
  );
  expect(counts).toEqual([1, 1, 3, 11, 45, 197, 903]);
});

it('has help that names every command', () => {
  expect(run('--help').stdout).toContain('test-ovn');
  for (const args of ['test-ovn --help', 'test-ovn lex -h']) {
    const { stdout, exitCode } = run(args);
    expect(exitCode).toBe(0);
    for (const { text } of ovstest([TEST_OVN]).complete(['test-ovn', ''], newContext())) {
      expect(stdout).toContain(text.split('=', 1)[0]);
    }
  }
});

describe('completes', () => {
  it.each([
    [[''], ['test-ovn', '--help']],
    [
      ['test-ovn', 'e'],
      ['expr-to-flows', 'evaluate-expr', 'exhaustive'],
    ],
    [['test-ovn', 'exhaustive', '--op'], ['--operation=']],
    [['test-ovn', 'exhaustive', '--operation=s'], ['--operation=simplify']],
    [['test-ovn', 'lex', 'p'], []],
    [['other', ''], []],
  ])('%j', (words, expected) => {
    expect(whole(words, ovstest([TEST_OVN]), newContext())).toEqual(expected);
  });
});
