/** Tests breaking prose into lines. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reflowed, wrapLines } from '../../src/lib/wrap.js';

const CASES: readonly [columns: number, text: string, lines: readonly string[]][] = [
  [20, 'short', ['short']],
  [20, 'a line that is wider than this', ['a line that is wider', 'than this']],
  [20, '  indented text that goes on', ['  indented text that', '    goes on']],
  [24, '  name  what this does, in words', ['  name  what this does,', '        in words']],
  [20, '  a-long-name     what this is', ['  a-long-name', '    what this is']],
  [10, 'a verylongwordthatfitsnowhere b', ['a', 'verylongwordthatfitsnowhere', 'b']],
  [10, 'one\n\ntwo three four\n', ['one', '', 'two three', 'four', '']],
];

describe('wrapLines', () => {
  it.each(CASES)('to %i columns: %j', (columns, text, lines) => {
    expect(wrapLines(text, columns).split('\n')).toEqual(lines);
  });

  it('hangs as told', () => {
    expect(wrapLines('hint: one two three', 12, { hang: 6 })).toBe(
      'hint: one\n      two\n      three',
    );
  });

  it('keeps all words in order, and no line is too wide', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, fc.integer({ min: 40, max: 100 }), fc.nat(8), (list, columns, indent) => {
        const wrapped = wrapLines(' '.repeat(indent) + list.join(' '), columns);
        expect(wrapped.split(/\s+/).filter(Boolean)).toEqual(list);
        for (const line of wrapped.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('reflowed', () => {
  const help = [
    'tool: does things that take a while to describe',
    'usage: tool [OPTION]... FILE',
    '',
    'A paragraph of more than',
    'one line:',
    '  an example stays',
    '  as it is',
    '',
    '  short         a description that has',
    '                a second line',
    '  a-long-term ARGUMENT ARGUMENT',
    '                its description',
    '',
  ].join('\n');

  it('leaves a wide screen as it is', () => {
    expect(reflowed(help, 80)).toBe(help);
  });

  it('joins paragraphs and descriptions before it breaks them', () => {
    expect(reflowed(help, 40).split('\n')).toEqual([
      'tool: does things that take a while to',
      'describe',
      'usage: tool [OPTION]... FILE',
      '',
      'A paragraph of more than one line:',
      '  an example stays',
      '  as it is',
      '',
      '  short         a description that has a',
      '                second line',
      '  a-long-term ARGUMENT ARGUMENT  its',
      '    description',
      '',
    ]);
  });
});
