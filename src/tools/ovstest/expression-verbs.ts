/** The commands that show each step from the text of an expression to OpenFlow. */
import { encodeActions, parseActions } from '../../action/index.js';
import { annotate } from '../../expr/annotate.js';
import { Budget } from '../../expr/budget.js';
import { crush } from '../../expr/crush.js';
import { defineSymbols, field, subfield } from '../../expr/define-symbols.js';
import { ExprError } from '../../expr/error.js';
import { evaluate } from '../../expr/evaluate.js';
import { type Expr, soleSymbol } from '../../expr/expr.js';
import { formatExpr } from '../../expr/format.js';
import { Lexer } from '../../expr/lexer.js';
import { type ExprMatch, toMatches } from '../../expr/matches.js';
import { normalize } from '../../expr/normalize.js';
import { parseExpr } from '../../expr/parse.js';
import { simplify } from '../../expr/simplify.js';
import { formatToken } from '../../expr/token.js';
import { formatActionList } from '../../openflow/text/format-actions.js';
import { formatMatch } from '../../openflow/text/format-match.js';
import { parseInt32 } from '../program/c-numbers.js';
import { answerLines } from './test-lines.js';
import { lookupTestPort, TEST_FIELDS, TEST_SYMTAB } from './test-symbols.js';
import type { Verb } from './verb.js';

/** Creates a command that answers each line of its input, or prints the error in it. */
function lineVerb(name: string, summary: string, answer: (line: string) => string): Verb {
  return {
    name,
    usage: '',
    summary,
    run: (_args, { stdin }) => ({ stdout: answerLines(stdin, complaining(answer)) }),
  };
}

function complaining(answer: (line: string) => string): (line: string) => string {
  return (line) => {
    try {
      return answer(line);
    } catch (error) {
      if (error instanceof ExprError) return error.message;
      throw error;
    }
  };
}

const parsed = (line: string): Expr => parseExpr(line, TEST_SYMTAB);
const annotated = (line: string): Expr => annotate(parsed(line), TEST_SYMTAB);
const simplified = (line: string): Expr => simplify(annotated(line));
const normalized = (line: string): Expr => normalize(simplified(line));

function tokens(line: string): string {
  const lexer = new Lexer(line);
  const texts: string[] = [];
  for (let { token } = lexer; token.type !== 'end'; token = lexer.advance()) {
    texts.push(formatToken(token));
  }
  return texts.join(' ');
}

function formatNormalized(line: string): string {
  const normal = normalized(line);
  return normal.type !== 'boolean' && intersectsPairs(simplified(line)) ? '' : formatExpr(normal);
}

/**
 * True if an expression requires a port to be in two sets of two ports each. The real program
 * crashes when it prints the intersection: it never stored the operator, and the uninitialized
 * memory does not hold a valid one. (For sets of other sizes, it happens to be valid.)
 */
function intersectsPairs(expr: Expr): boolean {
  const symbol = soleSymbol(expr);
  if (symbol === undefined || symbol.width > 0 || expr.type !== 'and') return false;
  return (
    expr.operands.length === 2 &&
    expr.operands.every((operand) => {
      const crushed = crush(operand, symbol, new Budget());
      return crushed.type === 'or' && crushed.operands.length === 2;
    })
  );
}

function flows(line: string): string {
  const { matches } = toMatches(normalized(line), lookupTestPort);
  return matches.length === 0 ? '(no flows)' : matches.map(formatExprMatch).join('\n');
}

/** Formats a match and the conjunctions of its flow. */
export function formatExprMatch({ match, conjunctions }: ExprMatch): string {
  const parts = conjunctions.map(
    ({ id, clause, nClauses }) => ` conjunction(${id}, ${clause}/${nClauses})`,
  );
  const separator = parts.length > 0 ? ':' : '';
  return `${formatMatch(match)}${separator}${parts.join(',')}`;
}

function actions(line: string): string {
  const { actions, prerequisites } = parseActions(line, {
    symtab: TEST_SYMTAB,
    tableCount: 16,
    currentTable: 10,
  });
  const encoded = encodeActions(actions, {
    lookupPort: lookupTestPort,
    firstTable: 16,
    outputTable: 64,
    fields: TEST_FIELDS,
  });
  const required = prerequisites === undefined ? '1' : formatExpr(prerequisites);
  return `actions=${formatActionList(encoded)}, prereqs=${required}`;
}

/** The symbols of `evaluate-expr`: three bits each, in separate registers. */
const EVALUATED_SYMTAB = defineSymbols([
  field('xreg0', 'xreg0'),
  field('xreg1', 'xreg1'),
  field('xreg2', 'xreg2'),
  subfield('a', 'xreg0[0..2]'),
  subfield('b', 'xreg1[0..2]'),
  subfield('c', 'xreg2[0..2]'),
]);

const EVALUATE: Verb = {
  name: 'evaluate-expr',
  usage: 'A B C',
  summary: 'evaluate expressions of a, b and c for these values (0 to 7): print 1 if true',
  run: (args, { stdin }) => {
    const values = new Map(args.map((arg, i) => [`xreg${i}`, BigInt(parseInt32(arg) & 7)]));
    const assignment = {
      integer: ({ name }: { readonly name: string }) => values.get(name) ?? 0n,
      string: () => '',
    };
    const answer = (line: string) => {
      const expr = annotate(parseExpr(line, EVALUATED_SYMTAB), EVALUATED_SYMTAB);
      return evaluate(expr, assignment) ? '1' : '0';
    };
    return { stdout: answerLines(stdin, complaining(answer)) };
  },
};

export const LEXER_VERBS: readonly Verb[] = [
  lineVerb('lex', 'split each line into tokens', tokens),
];

export const EXPRESSION_VERBS: readonly Verb[] = [
  lineVerb('parse-expr', 'parse each expression', (line) => formatExpr(parsed(line))),
  lineVerb(
    'annotate-expr',
    'the same, then expand its symbols and add their prerequisites',
    (line) => formatExpr(annotated(line)),
  ),
  lineVerb('simplify-expr', 'the same, then reduce all comparisons to equality', (line) =>
    formatExpr(simplified(line)),
  ),
  lineVerb(
    'normalize-expr',
    'the same, then convert it to a disjunction of conjunctions',
    formatNormalized,
  ),
  lineVerb('expr-to-flows', 'convert each expression to OpenFlow matches', flows),
  EVALUATE,
];

export const ACTION_VERBS: readonly Verb[] = [
  lineVerb('parse-actions', 'convert each line of actions to OpenFlow actions', actions),
];
