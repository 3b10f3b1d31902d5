/** Parses the constants on the right side of comparisons. Mirrors `parse_constant_set()`. */
import { bitLength } from './bits.js';
import type { ParseContext } from './parse-context.js';
import type { SymbolBits } from './symbol.js';
import type { IntegerToken, MaskedIntegerToken, Token } from './token.js';

export type IntegerConstant = IntegerToken | MaskedIntegerToken;

/** One or more constants of the same type, such as `80` or `{80, 443}`. */
export type ConstantSet = IntegerConstants | StringConstants;

export interface IntegerConstants {
  readonly type: 'integer';
  readonly constants: readonly [IntegerConstant, ...IntegerConstant[]];
  readonly inBraces: boolean;
}

export interface StringConstants {
  readonly type: 'string';
  readonly constants: readonly [string, ...string[]];
  readonly inBraces: boolean;
}

/** Reads a constant, or several in braces, optionally separated by commas. */
export function parseConstantSet(context: ParseContext): ConstantSet {
  const { lexer } = context;
  const inBraces = lexer.match('{');
  const first = lexer.token;
  if (first.type === 'string') {
    lexer.advance();
    return {
      type: 'string',
      constants: [first.text, ...parseRest(context, inBraces, 'string', asString)],
      inBraces,
    };
  }
  if (first.type === 'integer' || first.type === 'masked-integer') {
    lexer.advance();
    return {
      type: 'integer',
      constants: [first, ...parseRest(context, inBraces, 'integer', asInteger)],
      inBraces,
    };
  }
  return context.failSyntax('expecting constant');
}

const asString = (token: Token) => (token.type === 'string' ? token.text : undefined);
const asInteger = (token: Token) =>
  token.type === 'integer' || token.type === 'masked-integer' ? token : undefined;

/** Reads the constants that follow `first` up to the closing brace. All must have type `type`. */
function parseRest<C>(
  context: ParseContext,
  inBraces: boolean,
  type: ConstantSet['type'],
  read: (token: Token) => C | undefined,
): C[] {
  const { lexer } = context;
  const constants: C[] = [];
  if (!inBraces) return constants;
  while (true) {
    lexer.match(',');
    if (lexer.match('}')) return constants;
    const { token } = lexer;
    const constant = read(token);
    if (constant === undefined) {
      const isConstant = asString(token) !== undefined || asInteger(token) !== undefined;
      return context.failSyntax(`expecting ${isConstant ? type : 'constant'}`);
    }
    constants.push(constant);
    lexer.advance();
  }
}

/** Throws unless `set` can be compared with, or assigned to, the symbol of `bits`. */
export function checkType(context: ParseContext, bits: SymbolBits, set: ConstantSet): void {
  const { symbol } = bits;
  const isInteger = symbol.width > 0;
  if (isInteger !== (set.type === 'integer')) {
    context.fail(
      `${isInteger ? 'Integer' : 'String'} field ${symbol.name} is not compatible with ${set.type} constant.`,
    );
  }
  if (set.type === 'string') return;
  for (const constant of set.constants) {
    const width = constantWidth(constant);
    if (width > symbol.width) {
      context.fail(
        `${width}-bit constant is not compatible with ${symbol.width}-bit field ${symbol.name}.`,
      );
    }
  }
}

/**
 * Returns the number of bits that a constant needs: the width of its mask, its kind of address, or
 * its value.
 */
function constantWidth(constant: IntegerConstant): number {
  if (constant.type === 'masked-integer') return bitLength(constant.mask);
  switch (constant.format) {
    case 'decimal':
    case 'hexadecimal':
      return bitLength(constant.value);
    case 'ipv4':
      return 32;
    case 'ipv6':
      return 128;
    case 'ethernet':
      return 48;
  }
}
