/** Formats expressions. Mirrors `expr_format()`. */
import { type BitRange, contiguousBits, formatHex } from './bits.js';
import type { Expr, IntegerComparison } from './expr.js';

/** Returns the text of `expr`, which parses to an equal expression. Mirrors `expr_format()`. */
export function formatExpr(expr: Expr): string {
  switch (expr.type) {
    case 'integer':
      return formatComparison(expr);
    case 'string':
      return `${expr.symbol.name} ${expr.relop} ${JSON.stringify(expr.text)}`;
    case 'and':
      return expr.operands.map(formatOperand).join(' && ');
    case 'or':
      return expr.operands.map(formatOperand).join(' || ');
    case 'boolean':
      return expr.value ? '1' : '0';
  }
}

function formatOperand(expr: Expr): string {
  const text = formatExpr(expr);
  return expr.type === 'and' || expr.type === 'or' ? `(${text})` : text;
}

function formatComparison(comparison: IntegerComparison): string {
  const { symbol, relop, value, mask } = comparison;
  const range = contiguousBits(mask);
  if (range === undefined) {
    return `${symbol.name} ${relop} ${formatHex(value)}/${formatHex(mask)}`;
  }
  const subfield = `${symbol.name}${formatRange(range, symbol.width)}`;
  if (range.width === 1 && (relop === '==' || relop === '!=')) {
    const positive = (value !== 0n) === (relop === '==');
    return positive ? subfield : `!${subfield}`;
  }
  return `${subfield} ${relop} ${formatHex(value >> BigInt(range.start))}`;
}

/** Returns a range of bits in brackets, or an empty string if it is the whole field. */
function formatRange({ start, width }: BitRange, fieldWidth: number): string {
  if (width === fieldWidth) return '';
  return width === 1 ? `[${start}]` : `[${start}..${start + width - 1}]`;
}
