/** Parses symbols and their bits. Mirrors `parse_field()`. */
import { ParseContext } from './parse-context.js';
import type { SymbolBits } from './symbol.js';
import type { SymbolTable } from './symbol-table.js';

/**
 * Reads a symbol's name, optionally followed by a range of bits: `vlan.tci[12]`, `xreg0[0..31]`.
 */
export function parseSymbolBits(context: ParseContext): SymbolBits {
  const { lexer } = context;
  const { token } = lexer;
  const symbol = token.type === 'identifier' ? context.symtab.find(token.name) : undefined;
  if (symbol === undefined) return context.failSyntax('expecting field name');
  lexer.advance();
  if (!lexer.match('[')) return { symbol, offset: 0, width: symbol.width };

  if (symbol.width === 0) {
    return context.fail(`Cannot select subfield of string field ${symbol.name}.`);
  }
  const low = context.parseSmallInteger();
  const high = lexer.match('..') ? context.parseSmallInteger() : low;
  if (!lexer.match(']')) return context.failSyntax("expecting `]'");
  if (low > high) return context.fail(`Invalid bit range ${low} to ${high}.`);
  if (high >= symbol.width) {
    return context.fail(
      `Cannot select bits ${low} to ${high} of ${symbol.width}-bit field ${symbol.name}.`,
    );
  }
  const width = high - low + 1;
  if (symbol.level === 'nominal' && width !== symbol.width) {
    return context.fail(`Cannot select subfield of nominal field ${symbol.name}.`);
  }
  return { symbol, offset: low, width };
}

/** Returns the symbol and bits that the whole of `text` names. */
export function symbolBitsFromText(text: string, symtab: SymbolTable): SymbolBits {
  const context = new ParseContext(text, symtab);
  const bits = parseSymbolBits(context);
  context.expectEnd();
  return bits;
}
