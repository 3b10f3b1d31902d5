/** Checks that the passes of the expression compiler preserve the meaning of expressions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotate, isAnnotated } from '../../src/expr/annotate.js';
import { type Assignment, evaluate } from '../../src/expr/evaluate.js';
import { type Comparison, type Expr, isComparison, negate } from '../../src/expr/expr.js';
import { formatExpr } from '../../src/expr/format.js';
import { honorsInvariants } from '../../src/expr/invariants.js';
import { type ExprMatch, toMatches } from '../../src/expr/matches.js';
import { isNormalized, normalize } from '../../src/expr/normalize.js';
import { parseExpr } from '../../src/expr/parse.js';
import { isSimplified, simplify } from '../../src/expr/simplify.js';
import type { Match } from '../../src/openflow/model/match.js';
import {
  anyExpr,
  assignment,
  fieldExpr,
  lookupPort,
  SYMTAB,
  singleFieldExpr,
} from './arbitrary.js';

const holdsFor = (property: (expr: Expr, values: Assignment) => void, exprs = fieldExpr) =>
  fc.assert(fc.property(exprs, assignment, property), { numRuns: 300 });

describe('formatting', () => {
  it('is undone by parsing', () => {
    holdsFor((expr, values) => {
      const parsed = parseExpr(formatExpr(expr), SYMTAB);
      expect(formatExpr(parsed)).toBe(formatExpr(expr));
      expect(evaluate(parsed, values)).toBe(evaluate(expr, values));
    });
    holdsFor((expr) => {
      const text = formatExpr(expr);
      expect(formatExpr(parseExpr(text, SYMTAB))).toBe(text);
    }, anyExpr);
  });
});

describe('negation', () => {
  it('is true where the expression is false', () => {
    holdsFor((expr, values) => {
      expect(evaluate(negate(expr), values)).toBe(!evaluate(expr, values));
    });
  });
});

/** Returns the meaning of an unannotated expression, by the definition of its symbols. */
function meaning(expr: Expr, values: Assignment): boolean {
  switch (expr.type) {
    case 'and':
      return expr.operands.every((operand) => meaning(operand, values));
    case 'or':
      return expr.operands.some((operand) => meaning(operand, values));
    case 'boolean':
      return expr.value;
    case 'integer':
    case 'string':
      return meaningOfComparison(expr, values);
  }
}

function meaningOfComparison(comparison: Comparison, values: Assignment): boolean {
  const { symbol } = comparison;
  const holds = (text: string) => meaning(parseExpr(text, SYMTAB), values);
  const resolved: Assignment = {
    string: values.string,
    integer: (asked) => {
      switch (asked.kind) {
        case 'field':
          return values.integer(asked);
        case 'subfield':
          return values.integer(asked.bits.symbol) >> BigInt(asked.bits.offset);
        case 'predicate':
          return holds(asked.expansion) ? 1n : 0n;
      }
    },
  };
  const { prerequisites = '1' } = symbol;
  return evaluate(comparison, resolved) && holds(prerequisites);
}

describe('annotation', () => {
  it('expands symbols to fields', () => {
    holdsFor((expr, values) => {
      const annotated = annotate(expr, SYMTAB);
      expect(isAnnotated(annotated)).toBe(true);
      expect(honorsInvariants(annotated)).toBe(true);
      expect(evaluate(annotated, values)).toBe(meaning(expr, values));
    }, anyExpr);
  });
});

describe('simplification', () => {
  it('keeps the meaning and its promise', () => {
    holdsFor((expr, values) => {
      const simplified = simplify(expr);
      expect(isSimplified(simplified)).toBe(true);
      expect(honorsInvariants(simplified)).toBe(true);
      expect(evaluate(simplified, values)).toBe(evaluate(expr, values));
      expect(simplify(simplified)).toEqual(simplified);
    });
  });
});

describe('normalization', () => {
  const keepsMeaning = (expr: Expr, values: Assignment) => {
    const normalized = normalize(simplify(expr));
    expect(isNormalized(normalized)).toBe(true);
    expect(isSimplified(normalized)).toBe(true);
    expect(honorsInvariants(normalized)).toBe(true);
    expect(evaluate(normalized, values)).toBe(evaluate(expr, values));
  };

  it('keeps the meaning and its promise', () => {
    holdsFor(keepsMeaning);
    holdsFor(keepsMeaning, singleFieldExpr);
  });

  it.each([
    ['x[0..1] == 1 && x[1..2] == 2', 'x[0..2] == 0x5'],
    ['x == 1 && (x == 1 || x == 2)', 'x == 0x1'],
    [
      '(x[0] || x[1]) && (x[2] || x[3])',
      'x == 0x5/0x5 || x[1..2] == 0x3 || x == 0x9/0x9 || x == 0xa/0xa',
    ],
    ['(x[0] || x[1]) && (x[2] || x[3]) && !x[1]', 'x[0..2] == 0x5 || x == 0x9/0xb'],
    ['(x[0] || x[1]) && (x[2] || x[3]) && (x == 5 || x == 6 || x == 1)', 'x == 0x5 || x == 0x6'],
    ['(x == 1 || x == 2) && (x == 2 || x == 3) && (x == 2 || x == 4)', 'x == 0x2'],
    ['(x == 1 || x == 2) && (x == 2 || x == 3) && (x == 1 || x == 4)', '0'],
    ['(x == 1 || x == 2) && y == 3', '(x == 0x1 || x == 0x2) && y == 0x3'],
    ['x == 1 && (y == 2 || y == 3)', '(x == 0x1 && y == 0x2) || (x == 0x1 && y == 0x3)'],
    ['y == 1 && (x == 2 || port == "a")', '(x == 0x2 && y == 0x1) || (port == "a" && y == 0x1)'],
    ['x == 0/0 && x == 0/0', '1'],
    ['x == 0/0 && x == 0/0 && (y == 1 || port == "a")', 'y == 0x1 || port == "a"'],
    ['x != 0/0', '0'],
  ])('%s', (text, expected) => {
    expect(formatExpr(normalize(simplify(parseExpr(text, SYMTAB))))).toBe(expected);
  });
});

const FIELDS = ['reg0', 'reg1', 'reg6', 'eth_type'] as const;

/** Returns true if a packet with these values matches a flow in a table of such matches. */
function findsFlow(matches: readonly ExprMatch[], values: Assignment): boolean {
  const packet = new Map(
    ['x', 'y', 'port', 'kind'].map((name, i) => [FIELDS[i], valueInPacket(name, values)]),
  );
  const accepts = (match: Match) =>
    FIELDS.every((name) => {
      const { value, mask } = match.get(name);
      return ((packet.get(name) ?? 0n) & mask) === value;
    });
  const satisfied = matches
    .filter(({ match }) => accepts(match))
    .flatMap(({ conjunctions }) => conjunctions);
  return matches.some(({ match, conjunctions }) => {
    if (conjunctions.length > 0 || !accepts(match)) return false;
    const { value, mask } = match.get('conj_id');
    if (mask === 0n) return true;
    const parts = satisfied.filter(({ id }) => id === Number(value));
    return (
      parts.length > 0 && new Set(parts.map(({ clause }) => clause)).size === parts[0]?.nClauses
    );
  });
}

function valueInPacket(name: string, values: Assignment): bigint {
  const symbol = SYMTAB.find(name);
  if (symbol === undefined) throw new Error(`no symbol ${name}`);
  if (symbol.width > 0) return values.integer(symbol);
  return BigInt(lookupPort(values.string(symbol) ?? '') ?? 0);
}

/** Returns the expression with each comparison with an unknown port replaced by false. */
function withoutUnknownPorts(expr: Expr): Expr {
  if (isComparison(expr)) {
    const unknown = expr.type === 'string' && lookupPort(expr.text) === undefined;
    return unknown ? { type: 'boolean', value: false } : expr;
  }
  if (expr.type === 'boolean') return expr;
  return { ...expr, operands: expr.operands.map(withoutUnknownPorts) };
}

describe('the matches of an expression', () => {
  it('find exactly the packets for which it holds', () => {
    holdsFor((expr, values) => {
      const { matches } = toMatches(normalize(simplify(expr)), lookupPort);
      expect(findsFlow(matches, values)).toBe(evaluate(withoutUnknownPorts(expr), values));
      expect(new Set(matches.map(({ match }) => match.key)).size).toBe(matches.length);
    });
  });
});
