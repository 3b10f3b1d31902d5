/** Tests the limits on the work that an expression can cause. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotate } from '../../src/expr/annotate.js';
import { ExprError } from '../../src/expr/error.js';
import { toMatches } from '../../src/expr/matches.js';
import { normalize } from '../../src/expr/normalize.js';
import { parseExpr } from '../../src/expr/parse.js';
import { simplify } from '../../src/expr/simplify.js';
import { SYMBOLS } from '../../src/releases/2015/symbols.js';

/** Returns the number of matches that an expression becomes, or the error. */
function outcome(text: string): number | string {
  try {
    const expr = normalize(simplify(annotate(parseExpr(text, SYMBOLS), SYMBOLS)));
    return toMatches(expr, () => 1).matches.length;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return error.message;
  }
}

const listed = (count: number, item: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join(' ');

const numbers = (count: number): string => listed(count, (i) => String(1000 + i));
const addresses = (count: number): string =>
  listed(count, (i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);

const TOO_COMPLEX = 'Too many combinations to be turned into OpenFlow flows.';
const TOO_LONG = 'Text is longer than 1048576 characters.';

describe('expressions of very many combinations', () => {
  it.each<[string, string, number | string]>([
    // Each port with each port, over IPv4 and IPv6.
    ['two sets', `tcp.src == {${numbers(60)}} && tcp.dst == {${numbers(60)}}`, 2 * 60 * 60],
    ['two large sets', `tcp.src == {${numbers(400)}} && tcp.dst == {${numbers(400)}}`, TOO_COMPLEX],
    ['one large set', `ip4.src == {${addresses(20_000)}}`, 20_000],
    ['a set too large', `ip4.src == {${addresses(70_000)}}`, TOO_COMPLEX],
    // An address that equals neither constant differs from both in one of the 31 shared bits, or in
    // two of these, or from one in the last bit and from the other in one of the 31.
    ['two exceptions', `ip4.src != {${addresses(2)}}`, 31 + (31 * 30) / 2 + 2 * 31],
    ['many exceptions', `ip4.src != {${addresses(20)}}`, TOO_COMPLEX],
    ['a negated set', `ip4 && tcp && !(tcp.dst == {${numbers(20)}})`, TOO_COMPLEX],
    ['alternatives that contradict', `(${'(ip4 || ip6) && '.repeat(300)}1)`, 2],
    ['very many operands', Array(50_000).fill('ip4').join(' && '), 1],
    ['negations of negations', `${'!('.repeat(500)}reg0 == 1${')'.repeat(500)}`, 1],
    ['a text without end', `ip4 || ${'tcp || '.repeat(150_000)}0`, TOO_LONG],
    [
      'a long number',
      `reg0 == ${'9'.repeat(1_000_000)}`,
      'Decimal constants must be less than 2**64.',
    ],
    ['a long comment', `ip4 /*${' *'.repeat(500_000)}*/`, 1],
    ['a long string', `inport == "${'x'.repeat(1_000_000)}"`, 1],
  ])('%s', (_, text, expected) => {
    expect(outcome(text)).toBe(expected);
  });

  const comparison = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('tcp.src', 'tcp.dst', 'udp.dst', 'reg0', 'reg1'),
        fc.integer({ min: 1, max: 80 }),
      )
      .chain(([field, count]) =>
        fc.constantFrom('==', '!=').map((relop) => `${field} ${relop} {${numbers(count)}}`),
      ),
    fc.constantFrom('tcp.src', 'ip.ttl', 'reg2', 'ip4.src').map((field) => `${field} > 77`),
    fc.constantFrom('ip', 'icmp', 'ct.new', 'inport == {"a" "b"}'),
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      comparison,
      fc
        .tuple(
          fc.array(tie('expression'), { minLength: 2, maxLength: 4 }),
          fc.constantFrom('&&', '||'),
        )
        .map(([operands, operator]) => `(${operands.join(` ${operator} `)})`),
      tie('expression').map((operand) => `!(${operand})`),
    ),
  }));

  it('come to an end', () => {
    fc.assert(
      fc.property(expression, (text) => {
        expect(outcome(text)).toSatisfy((it) => typeof it === 'string' || it <= 65_536);
      }),
      { numRuns: 12 },
    );
  });
});
