/**
 * Expressions that describe one kind of packet: what `ovn-trace` is told, a year
 * after the reference's commit (`expr_parse_microflow`).
 */
import { Match } from '../openflow/model/match.js';
import { annotate } from './annotate.js';
import { ExprError } from './error.js';
import { operandsOf } from './expr.js';
import { formatExpr } from './format.js';
import { constrain, type PortLookup } from './matches.js';
import { normalize } from './normalize.js';
import { parseExpr } from './parse.js';
import { simplify } from './simplify.js';
import type { SymbolTable } from './symbol-table.js';

/**
 * What `text` says of a packet: the bits that count are those that it speaks of,
 * or that these require, as `tcp.dst == 80` requires the protocol to be TCP. A port
 * that `lookupPort` does not know constrains nothing.
 *
 * Throws ExprError where the text is no expression, contradicts itself, or leaves
 * a choice, as `tcp.dst == 80` by itself does: it may be IPv4 or IPv6.
 */
export function parseMicroflow(text: string, symtab: SymbolTable, lookupPort: PortLookup): Match {
  const annotated = annotate(parseExpr(text, symtab), symtab);
  const normal = normalize(simplify(annotated));
  if (normal.type === 'boolean') {
    if (!normal.value) throw new ExprError('Constraints are contradictory.');
    return Match.ANY;
  }
  let match = Match.ANY;
  for (const clause of operandsOf('and', normal)) {
    if (clause.type === 'or') {
      throw new ExprError(`Constraints are ambiguous: ${formatExpr(annotated)}.`);
    }
    match = constrain(match, clause, lookupPort) ?? match;
  }
  return match;
}
