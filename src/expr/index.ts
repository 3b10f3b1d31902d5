/** The logical language's expressions: text to tree, pass by pass, to OpenFlow matches. */
export { annotate, isAnnotated } from './annotate.js';
export { ExprError } from './error.js';
export { combine, type Expr } from './expr.js';
export { formatExpr } from './format.js';
export { Lexer } from './lexer.js';
export {
  type Conjunction,
  type ExprMatch,
  type ExprMatches,
  type PortLookup,
  toMatches,
} from './matches.js';
export { isNormalized, normalize } from './normalize.js';
export { ovnSymtab } from './ovn-symbols.js';
export { parseExpr } from './parse.js';
export { isSimplified, simplify } from './simplify.js';
export type { SymbolTable } from './symbol-table.js';
export { formatToken, type Token } from './token.js';
