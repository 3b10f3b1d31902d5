/** Tests `ovstest test-ovn exhaustive`, and truth tables. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/expr/evaluate.js';
import { type Expr, join } from '../../../src/expr/expr.js';
import { toMatches } from '../../../src/expr/matches.js';
import { parseExpr } from '../../../src/expr/parse.js';
import { simplify } from '../../../src/expr/simplify.js';
import { defaultOptions } from '../../../src/tools/ovstest/exhaustive-options.js';
import { ovstest } from '../../../src/tools/ovstest/ovstest.js';
import { defineVariables, terminals } from '../../../src/tools/ovstest/terminals.js';
import { TEST_OVN } from '../../../src/tools/ovstest/test-ovn.js';
import { TruthTables } from '../../../src/tools/ovstest/truth-table.js';
import { SLOW } from '../../slow.js';

const RELOPS = '== != < <= > >=';

const exhaustive = (args: string): string => {
  const { stdout, stderr } = ovstest([TEST_OVN]).run(
    ['test-ovn', 'exhaustive', ...args.split(' ')],
    {
      stdin: '',
    },
  );
  return `${stdout}${stderr}`;
};

describe('all expressions keep their meaning', () => {
  it.each([
    [
      '--operation=convert 1',
      `converting all 1-terminal expressions with 2 numeric vars (each 3 bits) in terms of operators ${RELOPS} and 2 string vars`,
    ],
    [
      '--operation=convert 2',
      `converting 570 expressions of 2 terminals with 2 numeric vars (each 3 bits) in terms of operators ${RELOPS} and 2 string vars`,
    ],
    [
      '--operation=simplify --nvars=0 --svars=4 4',
      'simplifying 21978 expressions of 4 terminals with 4 string vars',
    ],
    [
      '--operation=simplify --nvars=1 --svars=1 3',
      `simplifying 124410 expressions of 3 terminals with 1 numeric vars (each 3 bits) in terms of operators ${RELOPS} and 1 string vars`,
    ],
    [
      '--operation=normalize --nvars=0 --svars=3 --bits=1 4',
      'normalizing 11242 expressions of 4 terminals with 3 string vars',
    ],
    [
      '--operation=flow --nvars=0 --svars=4 4',
      'converting to flows 21978 expressions of 4 terminals with 4 string vars',
    ],
    [
      '--operation=flow --nvars=1 --bits=2 --svars=1 --relops=== 4',
      'converting to flows 37994 expressions of 4 terminals with 1 numeric vars (each 2 bits) in terms of operators == and 1 string vars',
    ],
    [
      '--operation=flow --nvars=3 --svars=0 --bits=3 --relops=== 3',
      'converting to flows 38394 expressions of 3 terminals with 3 numeric vars (each 3 bits) in terms of operators ==',
    ],
    [
      '--nvars=0 --svars=0 5',
      'converting to flows 1350 expressions of 5 terminals in terms of Boolean constants only',
    ],
  ])('%s', (args, summary) => {
    expect(exhaustive(args)).toBe(`Tested ${summary}.\n`);
  });

  it.runIf(SLOW).each([
    [
      '--operation=convert --bits=2 3',
      `converting 62418 expressions of 3 terminals with 2 numeric vars (each 2 bits) in terms of operators ${RELOPS} and 2 string vars`,
    ],
    [
      '--operation=simplify --nvars=2 --svars=0 3',
      `simplifying 477138 expressions of 3 terminals with 2 numeric vars (each 3 bits) in terms of operators ${RELOPS}`,
    ],
    [
      '--operation=normalize --nvars=3 --svars=0 --bits=1 4',
      `normalizing 1207162 expressions of 4 terminals with 3 numeric vars (each 1 bits) in terms of operators ${RELOPS}`,
    ],
    [
      '--operation=normalize --nvars=1 --bits=1 --svars=2 4',
      `normalizing 128282 expressions of 4 terminals with 1 numeric vars (each 1 bits) in terms of operators ${RELOPS} and 2 string vars`,
    ],
    [
      '--operation=normalize --nvars=3 --svars=0 --bits=1 --relops=== 5',
      'normalizing 368550 expressions of 5 terminals with 3 numeric vars (each 1 bits) in terms of operators ==',
    ],
    [
      '--operation=normalize --nvars=0 --svars=3 --bits=1 --relops=== 5',
      'normalizing 368550 expressions of 5 terminals with 3 string vars',
    ],
    [
      '--operation=normalize --nvars=1 --svars=1 --bits=1 --relops=== 5',
      'normalizing 116550 expressions of 5 terminals with 1 numeric vars (each 1 bits) in terms of operators == and 1 string vars',
    ],
    [
      '--operation=flow --nvars=2 --svars=0 --bits=2 --relops=== 4',
      'converting to flows 128282 expressions of 4 terminals with 2 numeric vars (each 2 bits) in terms of operators ==',
    ],
  ])('%s', (args, summary) => {
    expect(exhaustive(args)).toBe(`Tested ${summary}.\n`);
  });
});

it('prints the shapes of the trees on request', () => {
  expect(exhaustive('-m --nvars=0 --svars=0 --parallel=2 3')).toBe(
    [
      '21: (1 || 1) && 1',
      '111: 1 && 1 && 1',
      '12: 1 && (1 || 1)',
      '21: (1 && 1) || 1',
      '111: 1 || 1 || 1',
      '12: 1 || (1 && 1)',
      'Tested converting to flows all 3-terminal expressions in terms of Boolean constants only.\n',
    ].join('\n'),
  );
});

describe('truth tables', () => {
  const options = { ...defaultOptions(), bits: 2 };
  const variables = defineVariables(options);
  const tables = new TruthTables(variables, options);
  const ASSIGNMENTS = 2 ** 6;

  const tableOf = (holds: (assignment: number) => boolean): bigint =>
    BigInt(
      `0b${Array.from({ length: ASSIGNMENTS }, (_, i) => (holds(ASSIGNMENTS - 1 - i) ? 1 : 0)).join('')}`,
    );

  it('agree with evaluation', () => {
    const leaf = fc.constantFrom(...terminals(variables, options));
    const clause = fc.array(leaf, { minLength: 1 }).map((operands): Expr => join('or', operands));
    const expr = fc.array(clause, { minLength: 1 }).map((operands): Expr => join('and', operands));
    fc.assert(
      fc.property(expr, (expr) => {
        const expected = tableOf((assignment) =>
          evaluate(expr, {
            integer: (symbol) => BigInt(tables.valueOf(symbol, assignment)),
            string: (symbol) => `${tables.valueOf(symbol, assignment)}`,
          }),
        );
        expect(tables.ofExpr(expr)).toBe(expected);
      }),
    );
  });

  it.each([
    ['n0 == 1', (n0: number) => n0 === 1],
    ['n0 == {1, 2} && n1 == {1, 3}', (n0: number, n1: number) => [1, 2].includes(n0) && n1 % 2 > 0],
    [
      '(n0[0] && s0 == "1") || (n1 == {0, 1} && n0 == {0, 3})',
      (n0: number, n1: number, s0: number) => (n0 % 2 > 0 && s0 > 0) || (n1 < 2 && n0 % 3 === 0),
    ],
  ])('hold for the packets that flows match: %s', (text, holds) => {
    const { matches } = toMatches(simplify(parseExpr(text, variables.symtab)), Number);
    const expected = tableOf((i) => holds(i & 3, (i >> 2) & 3, (i >> 4) & 1));
    expect(tables.ofMatches(matches)).toBe(expected);
  });

  it('do not hold for packets that match only a part of a conjunction', () => {
    const { matches } = toMatches(
      parseExpr('n0 == {1, 2} && n1 == {1, 3}', variables.symtab),
      Number,
    );
    const incomplete = matches.filter(({ conjunctions }) => conjunctions[0]?.clause !== 1);
    expect(tables.ofMatches(incomplete)).not.toBe(tables.ofMatches(matches));
  });
});
