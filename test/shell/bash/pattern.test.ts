/**
 * Compares patterns with regular expressions, and tests patterns on which backtracking would take
 * forever.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replaceMatches } from '../../../src/shell/bash/expand/operations.js';
import { compilePattern } from '../../../src/shell/bash/expand/pattern.js';

/** A pattern, and the regular expression that matches the same texts. */
interface Pair {
  readonly pattern: string;
  readonly expression: string;
}

const join = (pairs: readonly Pair[]): Pair => ({
  pattern: pairs.map(({ pattern }) => pattern).join(''),
  expression: pairs.map(({ expression }) => expression).join(''),
});

const pairs = fc.letrec<{ node: Pair; sequence: Pair }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('a', 'b').map((char) => ({ pattern: char, expression: char })),
    fc.constantFrom<Pair>(
      { pattern: '*', expression: '[^]*' },
      { pattern: '?', expression: '[^]' },
      { pattern: '[!a]', expression: '[^a]' },
      { pattern: '\\*', expression: '\\*' },
    ),
    fc
      .tuple(
        fc.constantFrom('@', '?', '*', '+'),
        fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }),
      )
      .map(([kind, choices]) => ({
        pattern: `${kind}(${choices.map(({ pattern }) => pattern).join('|')})`,
        expression: `(?:${choices.map(({ expression }) => expression).join('|')})${kind === '@' ? '' : kind}`,
      })),
  ),
  sequence: fc.array(tie('node'), { maxLength: 3 }).map(join),
})).sequence;

const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '😀'), maxLength: 8 });

describe('patterns', () => {
  it('match the same texts as the equivalent regular expression', () => {
    fc.assert(
      fc.property(pairs, text, ({ pattern, expression }, subject) => {
        expect(compilePattern(pattern).matches(subject)).toBe(
          new RegExp(`^(?:${expression})$`, 'u').test(subject),
        );
      }),
    );
  });

  it('remove the shortest and the longest match at either end', () => {
    fc.assert(
      fc.property(pairs, text, ({ pattern, expression }, subject) => {
        const whole = new RegExp(`^(?:${expression})$`, 'u');
        const chars = [...subject];
        const cuts = chars.map((_, i) => i).concat(chars.length);
        const starts = cuts.filter((cut) => whole.test(chars.slice(0, cut).join('')));
        const ends = cuts.filter((cut) => whole.test(chars.slice(cut).join('')));
        const compiled = compilePattern(pattern);
        const rest = (cut = 0) => chars.slice(cut).join('');
        const head = (cut = chars.length) => chars.slice(0, cut).join('');
        expect(compiled.withoutStart(subject, 'shortest')).toBe(rest(starts[0]));
        expect(compiled.withoutStart(subject, 'longest')).toBe(rest(starts.at(-1)));
        expect(compiled.withoutEnd(subject, 'shortest')).toBe(head(ends.at(-1)));
        expect(compiled.withoutEnd(subject, 'longest')).toBe(head(ends[0]));
      }),
    );
  });

  it('match in bounded time', () => {
    const subject = 'a'.repeat(5000);
    for (const pattern of [
      '*a*a*a*a*a*a*a*a*a*a*a*c',
      '+(+(a))b',
      '*(*(*(a)))b',
      '?(a)'.repeat(50),
    ]) {
      expect(compilePattern(pattern).matches(subject)).toBe(false);
      expect(replaceMatches(subject, `${pattern}X`, () => '', { where: 'all' })).toBe(subject);
    }
    expect(compilePattern('*y*').withoutEnd(`y${subject}`, 'shortest')).toBe('');
    expect(() => compilePattern('!(a)!(b)').matches(subject)).toThrow('too long');
  });
});
