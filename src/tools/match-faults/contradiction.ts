/** Finds conditions of a match that never hold together. */
import { annotate } from '../../expr/annotate.js';
import { ExprError } from '../../expr/error.js';
import { normalize } from '../../expr/normalize.js';
import { parseExpr } from '../../expr/parse.js';
import { simplify } from '../../expr/simplify.js';
import type { SymbolTable } from '../../expr/symbol-table.js';
import { type Edit, piecesOf, type Span } from './pieces.js';

export interface Contradiction {
  readonly why: string;
  readonly at: Span;
  readonly edit?: Edit;
}

/** Returns the conditions of a match that exclude each other, if no packet can satisfy it. */
export function contradictionIn(match: string, symbols: SymbolTable): Contradiction | undefined {
  if (!neverHolds(match, symbols)) return undefined;
  const conditions = joined(match);
  for (const [i, second] of conditions.entries()) {
    for (const first of conditions.slice(0, i)) {
      const [a, b] = [first, second].map(({ start, end }) => match.slice(start, end));
      if (a === undefined || b === undefined || !neverHolds(`(${a}) && (${b})`, symbols)) continue;
      const edit = inOtherProtocol(match, first, second) ?? inOtherProtocol(match, second, first);
      return { why: `No packet has both: ${a} and ${b}.`, at: second, ...(edit && { edit }) };
    }
  }
  return { why: 'No packet can have all of this.', at: { start: 0, end: match.length } };
}

function neverHolds(match: string, symbols: SymbolTable): boolean {
  try {
    const expr = normalize(simplify(annotate(parseExpr(match, symbols), symbols)));
    return expr.type === 'boolean' && !expr.value;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return false;
  }
}

/** Returns the places of the conditions that `&&` joins outside of all parentheses. */
function joined(match: string): readonly Span[] {
  const conditions: Span[] = [];
  let depth = 0;
  let start: number | undefined;
  let end = 0;
  for (const piece of piecesOf(match)) {
    if (piece.text === '(') depth += 1;
    if (piece.text === ')') depth -= 1;
    if (piece.text === '&&' && depth === 0) {
      if (start !== undefined) conditions.push({ start, end });
      start = undefined;
      continue;
    }
    start ??= piece.start;
    end = piece.end;
  }
  return start === undefined ? conditions : [...conditions, { start, end }];
}

/** Returns the edit that turns `tcp.dst == 22` into `udp.dst == 22` if `other` is `udp`. */
function inOtherProtocol(match: string, condition: Span, other: Span): Edit | undefined {
  const text = match.slice(condition.start, condition.end);
  const protocol = /^(tcp|udp|sctp)$/.exec(match.slice(other.start, other.end))?.[0];
  if (protocol === undefined || !/^(tcp|udp|sctp)\.(src|dst)\b/.test(text)) return undefined;
  return { ...condition, text: text.replace(/^\w+/, protocol) };
}
