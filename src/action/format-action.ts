/** Formats logical actions. */
import type { SymbolBits } from '../expr/symbol.js';
import { formatToken } from '../expr/token.js';
import type { LogicalAction } from './logical-action.js';

/**
 * Returns the canonical text of a logical action with its semicolon, like `ovnacts_format()` of
 * later releases.
 *
 * @param currentTable the logical table that the action belongs to.
 */
export function formatAction(action: LogicalAction, currentTable: number): string {
  switch (action.type) {
    case 'next':
      return action.table === currentTable + 1 ? 'next;' : `next(${action.table});`;
    case 'output':
      return 'output;';
    case 'set':
      return assignment(action.destination.written, '=', formatToken(action.constant));
    case 'set_port':
      return assignment(action.destination.written, '=', JSON.stringify(action.port));
    case 'move':
      return assignment(action.destination.written, '=', formatSymbolBits(action.source.written));
    case 'exchange':
      return assignment(action.left.written, '<->', formatSymbolBits(action.right.written));
    case 'decrement_ttl':
      return 'ip4.ttl--;';
    case 'ct_next':
      return 'ct_next;';
    case 'ct_commit':
      return 'ct_commit;';
  }
}

const assignment = (to: SymbolBits, operator: string, from: string): string =>
  `${formatSymbolBits(to)} ${operator} ${from};`;

/** Returns the name of a symbol, followed by the range of bits in brackets if it is only a part. */
export function formatSymbolBits({ symbol, offset, width }: SymbolBits): string {
  if (width === symbol.width) return symbol.name;
  const last = offset + width - 1;
  return `${symbol.name}[${width === 1 ? offset : `${offset}..${last}`}]`;
}
