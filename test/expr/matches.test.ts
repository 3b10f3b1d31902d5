/** Tests the OpenFlow matches of expressions. */
import { describe, expect, it } from 'vitest';
import { annotate } from '../../src/expr/annotate.js';
import { toMatches } from '../../src/expr/matches.js';
import { normalize } from '../../src/expr/normalize.js';
import { parseExpr } from '../../src/expr/parse.js';
import { simplify } from '../../src/expr/simplify.js';
import { formatMatch } from '../../src/openflow/text/format-match.js';
import { SYMBOLS } from '../../src/releases/2015/symbols.js';

const PORTS = new Map([
  ['a', 1],
  ['b', 2],
]);

/**
 * Returns the matches of an expression, one per line, with their roles in conjunctions, and the
 * number of ids.
 */
const compile = (text: string): string[] => {
  const expr = normalize(simplify(annotate(parseExpr(text, SYMBOLS), SYMBOLS)));
  const { matches, nConjunctions } = toMatches(expr, (name) => PORTS.get(name));
  const lines = matches.map(({ match, conjunctions }) =>
    [
      formatMatch(match),
      ...conjunctions.map(({ id, clause, nClauses }) => `${id}:${clause}/${nClauses}`),
    ].join(' '),
  );
  return nConjunctions > 0 ? [...lines, `${nConjunctions} ids`] : lines;
};

describe('becomes OpenFlow matches', () => {
  it.each([
    ['0', []],
    ['1', ['']],
    ['inport == "a"', ['reg6=0x1']],
    ['inport == "nobody"', []],
    ['inport == {"b", "nobody", "a", "b"}', ['reg6=0x2', 'reg6=0x1']],
    ['inport == "a" && inport == "b"', []],
    ['inport == {"a", "b"} && inport == {"b", "nobody"}', ['reg6=0x2']],
    [
      'ct.new && (outport == "a" && ip4 && tcp && tcp.dst == 80)',
      ['ct_state=+new+trk,tcp,reg7=0x1,tp_dst=80'],
    ],
    ['ip', ['ip', 'ipv6']],
    ['ip && ip4 && ip6', []],
    ['icmp4.type == {0, 8}', ['icmp,icmp_type=0', 'icmp,icmp_type=8']],
    ['reg0[0..3] < 3', ['reg0=0x2/0xf', 'reg0=0/0xe']],
    ['reg0[0] && reg0[1] && reg0[2] == 0', ['reg0=0x3/0x7']],
    ['reg0[0] || reg0[1] || reg0[0]', ['reg0=0x1/0x1', 'reg0=0x2/0x2']],
    // A field that cannot be masked, and is narrower than its bytes, cannot be matched at all.
    ['ip4 && ip.ecn == 1', ['ip']],
    ['ip4 && ip.dscp == 47', ['ip,nw_tos=44']],
    // Two choices among constants make a conjunction.
    [
      'reg0 == {1, 2} && reg1 == {3, 4} && reg2 == 5',
      [
        'reg0=0x1,reg2=0x5 1:0/2',
        'reg0=0x2,reg2=0x5 1:0/2',
        'reg1=0x3,reg2=0x5 1:1/2',
        'reg1=0x4,reg2=0x5 1:1/2',
        'conj_id=1,reg2=0x5',
        '1 ids',
      ],
    ],
    // Two conjunctions share their matches.
    [
      '(reg0 == {1, 2} && reg1 == {3, 4}) || (reg0 == {1, 5} && reg2 == {6, 7})',
      [
        'reg0=0x1 1:0/2 2:0/2',
        'reg0=0x2 1:0/2',
        'reg1=0x3 1:1/2',
        'reg1=0x4 1:1/2',
        'conj_id=1',
        'reg0=0x5 2:0/2',
        'reg2=0x6 2:1/2',
        'reg2=0x7 2:1/2',
        'conj_id=2',
        '2 ids',
      ],
    ],
    // A match that holds by itself is not part of conjunctions.
    [
      '(reg0 == {1, 2} && reg1 == {3, 4}) || reg0 == 1',
      ['reg0=0x1', 'reg0=0x2 1:0/2', 'reg1=0x3 1:1/2', 'reg1=0x4 1:1/2', 'conj_id=1', '1 ids'],
    ],
    [
      'reg0 == 1 || (reg0 == {1, 2} && reg1 == {3, 4})',
      ['reg0=0x1', 'reg0=0x2 1:0/2', 'reg1=0x3 1:1/2', 'reg1=0x4 1:1/2', 'conj_id=1', '1 ids'],
    ],
    // A clause that can never hold makes no conjunction.
    ['inport == {"x", "y"} && reg0 == {1, 2} && outport == {"a", "b"}', ['1 ids']],
  ])('%s', (text, expected) => {
    expect(compile(text)).toEqual(expected);
  });
});

it('takes normalized expressions only', () => {
  expect(() => toMatches(parseExpr('ip4', SYMBOLS), () => undefined)).toThrow('was not expanded');
});
