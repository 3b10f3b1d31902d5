/** Exports the passes over expressions, from text to OpenFlow matches. */

export { annotate } from './annotate.js';
export { ExprError } from './error.js';
export { combine, type Expr } from './expr.js';
export { formatExpr } from './format.js';
export {
  type Conjunction,
  type ExprMatch,
  type ExprMatches,
  type PortLookup,
  toMatches,
} from './matches.js';
export { parseMicroflow } from './microflow.js';
export { normalize } from './normalize.js';
export { parseExpr } from './parse.js';
export { simplify } from './simplify.js';
export type { SymbolTable } from './symbol-table.js';
