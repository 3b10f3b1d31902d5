/** Parses expressions. Mirrors `expr_parse()`. */
import {
  append,
  booleanLiteral,
  combine,
  type Expr,
  type LogicalType,
  negate,
  operandsOf,
} from './expr.js';
import { makeComparison } from './parse-comparison.js';
import { type ConstantSet, parseConstantSet } from './parse-constants.js';
import { ParseContext } from './parse-context.js';
import { parseSymbolBits } from './parse-symbol-bits.js';
import {
  isRelationalOperator,
  RELATIONAL_OPERATORS,
  type RelationalOperator,
} from './relational-operator.js';
import type { SymbolBits } from './symbol.js';
import type { SymbolTable } from './symbol-table.js';
import type { TokenType } from './token.js';

/** The logical operators. They have no precedence: a mix of both needs parentheses. */
const LOGICAL_OPERATORS: ReadonlyMap<TokenType, LogicalType> = new Map([
  ['&&', 'and'],
  ['||', 'or'],
]);

/** The deepest nesting of parentheses. Deeper ones could overflow the stack. */
const MAX_DEPTH = 500;

/** The constant that a bare symbol is compared with. */
const ZERO: ConstantSet = {
  type: 'integer',
  constants: [{ type: 'integer', format: 'hexadecimal', value: 0n }],
  inBraces: false,
};

/**
 * Parses the whole of `text` as an expression over the symbols in `symtab`. Mirrors
 * `expr_parse_string()`.
 *
 * @throws ExprError if `text` is malformed.
 */
export function parseExpr(text: string, symtab: SymbolTable): Expr {
  const context = new ParseContext(text, symtab);
  const expr = new ExprParser(context).parse();
  context.expectEnd();
  return expr;
}

/** An operand. Only an atomic one may follow `!` directly. */
interface Operand {
  readonly expr: Expr;
  readonly atomic: boolean;
}

class ExprParser {
  readonly #context: ParseContext;
  /** True inside an odd number of `!`. */
  #negated = false;
  #depth = 0;

  constructor(context: ParseContext) {
    this.#context = context;
  }

  /** Parses operands joined by one kind of logical operator. */
  parse(): Expr {
    const { lexer } = this.#context;
    const first = this.#parseNegation();
    const operator = lexer.token.type;
    const type = LOGICAL_OPERATORS.get(operator);
    if (type === undefined) return first;

    const operands = [...operandsOf(type, first)];
    while (lexer.match(operator)) append(operands, operandsOf(type, this.#parseNegation()));
    if (LOGICAL_OPERATORS.has(lexer.token.type)) {
      this.#context.fail('&& and || must be parenthesized when used together.');
    }
    return { type, operands };
  }

  #parseNegation(): Expr {
    if (!this.#context.lexer.match('!')) return this.#parseOperand().expr;
    this.#negated = !this.#negated;
    const { expr, atomic } = this.#parseOperand();
    this.#negated = !this.#negated;
    if (!atomic) this.#context.fail('Missing parentheses around operand of !.');
    return negate(expr);
  }

  #parseOperand(): Operand {
    const { lexer } = this.#context;
    if (lexer.match('(')) return this.#parseParenthesized();
    return lexer.token.type === 'identifier' ? this.#parseFromSymbol() : this.#parseFromConstant();
  }

  #parseParenthesized(): Operand {
    if (++this.#depth > MAX_DEPTH) this.#context.fail('Parentheses nested too deeply.');
    const expr = this.parse();
    if (!this.#context.lexer.match(')')) this.#context.failSyntax("expecting `)'");
    this.#depth--;
    return { expr, atomic: true };
  }

  /** Parses `symbol` or `symbol == constants`. */
  #parseFromSymbol(): Operand {
    const bits = parseSymbolBits(this.#context);
    if (this.#atRelop()) {
      const relop = this.#parseRelop();
      const set = parseConstantSet(this.#context);
      return { expr: this.#compare(bits, relop, set), atomic: false };
    }
    if (bits.width > 1 && !this.#negated) {
      this.#context.fail(
        "Explicit `!= 0' is required for inequality test of multibit field against 0.",
      );
    }
    return { expr: this.#compare(bits, '!=', ZERO), atomic: true };
  }

  /** Parses `0`, `1`, `constants == symbol` or `low <= symbol <= high`. */
  #parseFromConstant(): Operand {
    const set = parseConstantSet(this.#context);
    const literal = this.#atRelop() ? undefined : asLiteral(set);
    if (literal !== undefined) return { expr: booleanLiteral(literal), atomic: true };

    const relop = this.#parseRelop();
    const bits = parseSymbolBits(this.#context);
    const { turned } = RELATIONAL_OPERATORS[relop];
    if (!this.#atRelop()) return { expr: this.#compare(bits, turned, set), atomic: false };

    const secondRelop = this.#parseRelop();
    const secondSet = parseConstantSet(this.#context);
    const { direction } = RELATIONAL_OPERATORS[relop];
    if (direction === undefined || direction !== RELATIONAL_OPERATORS[secondRelop].direction) {
      this.#context.fail(
        "Range expressions must have the form `x < field < y' or `x > field > y', with each `<' optionally replaced by `<=' or `>' by `>=').",
      );
    }
    const near = this.#compare(bits, turned, set);
    const far = this.#compare(bits, secondRelop, secondSet);
    return { expr: combine('and', near, far), atomic: false };
  }

  #compare(bits: SymbolBits, relop: RelationalOperator, set: ConstantSet): Expr {
    return makeComparison(this.#context, bits, relop, set, this.#negated);
  }

  #atRelop(): boolean {
    return isRelationalOperator(this.#context.lexer.token.type);
  }

  #parseRelop(): RelationalOperator {
    const { type } = this.#context.lexer.token;
    if (!isRelationalOperator(type)) {
      return this.#context.failSyntax('expecting relational operator');
    }
    this.#context.lexer.advance();
    return type;
  }
}

/** Returns the truth value of a lone decimal 0 or 1, or `undefined` for any other constant. */
function asLiteral({ type, constants, inBraces }: ConstantSet): boolean | undefined {
  if (type !== 'integer' || inBraces) return undefined;
  const [constant] = constants;
  const isDecimal = constant.type === 'integer' && constant.format === 'decimal';
  return isDecimal && constant.value <= 1n ? constant.value === 1n : undefined;
}
