/**
 * Parses microflows, expressions that describe one kind of packet, for `ovn-trace`. Mirrors
 * `expr_parse_microflow()`, which was added a year after the release that is emulated here.
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
 * Returns the match that `text` describes, including the prerequisites of its symbols: `tcp.dst ==
 * 80` implies TCP. A port that `lookupPort` does not know constrains nothing.
 *
 * @throws ExprError if the text is not an expression, contradicts itself, or leaves a choice, as
 *   `tcp.dst == 80` does between IPv4 and IPv6.
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
