/** Parses the actions column of a logical flow. Mirrors `parse_actions()`. */
import type { Expr } from '../expr/expr.js';
import { parseExpr } from '../expr/parse.js';
import type { TokenType } from '../expr/token.js';
import { ActionContext, type ActionParameters } from './action-context.js';
import type { LogicalAction } from './logical-action.js';
import { parseAssignment } from './parse-assignment.js';

export interface ParsedActions {
  /** The parsed actions; empty for `drop;`. */
  readonly actions: readonly LogicalAction[];
  /**
   * The condition under which the actions make sense, not yet annotated; `undefined` if there is
   * none.
   */
  readonly prerequisites: Expr | undefined;
}

/**
 * Parses the whole of `text`, the actions column of a logical flow. Mirrors the parsing half of
 * `actions_parse_string()`.
 *
 * @throws ExprError if `text` is malformed.
 */
export function parseActions(text: string, parameters: ActionParameters): ParsedActions {
  const context = new ActionContext(text, parameters);
  const { lexer } = context;
  if (isIdentifier(context, 'drop') && lexer.lookahead() === ';') {
    lexer.advance();
    lexer.advance();
    if (lexer.token.type !== 'end') context.failSyntax('expecting end of input');
  }
  while (lexer.token.type !== 'end') {
    parseAction(context);
    if (!lexer.match(';')) context.failSyntax("expecting ';'");
  }
  return { actions: context.actions, prerequisites: context.prerequisites };
}

/** The actions that start with a keyword. */
const ACTIONS: ReadonlyMap<string, (context: ActionContext) => void> = new Map([
  ['next', parseNext],
  ['output', ({ actions }) => void actions.push({ type: 'output' })],
  ['ip4.ttl', parseTtlDecrement],
  ['ct_next', parseCtNext],
  ['ct_commit', parseCtCommit],
]);

/** The tokens that follow the name of a symbol in an assignment. */
const ASSIGNMENT_TOKENS: ReadonlySet<TokenType> = new Set(['=', '<->', '[']);

function parseAction(context: ActionContext): void {
  const { lexer } = context;
  const { token } = lexer;
  if (token.type !== 'identifier') {
    context.failSyntax();
  } else if (ASSIGNMENT_TOKENS.has(lexer.lookahead())) {
    parseAssignment(context);
  } else {
    const parse = ACTIONS.get(token.name) ?? context.failSyntax('expecting action');
    lexer.advance();
    parse(context);
  }
}

function isIdentifier(context: ActionContext, name: string): boolean {
  const { token } = context.lexer;
  return token.type === 'identifier' && token.name === name;
}

/** Parses `next`, which goes to the following table, or `next(TABLE)`. */
function parseNext(context: ActionContext): void {
  const { tableCount } = context.parameters;
  if (tableCount === 0) context.fail('"next" action not allowed here.');
  if (!context.lexer.match('(')) {
    context.actions.push({ type: 'next', table: nextTable(context, 'next') });
    return;
  }
  const table = context.parseSmallInteger();
  if (!context.lexer.match(')')) context.failSyntax("expecting `)'");
  if (table >= tableCount) {
    context.fail(`"next" argument must be in range 0 to ${tableCount - 1}.`);
  }
  context.actions.push({ type: 'next', table });
}

/** Returns the logical table after the current one. */
function nextTable(context: ActionContext, action: string): number {
  const { tableCount, currentTable } = context.parameters;
  if (currentTable >= tableCount) {
    context.fail(`"${action}" action not allowed in last table.`);
  }
  return currentTable + 1;
}

function parseTtlDecrement(context: ActionContext): void {
  if (!context.lexer.match('--')) context.failSyntax("expecting `--'");
  context.require(parseExpr('ip4', context.symtab));
  context.actions.push({ type: 'decrement_ttl' });
}

function parseCtNext(context: ActionContext): void {
  context.actions.push({ type: 'ct_next', table: nextTable(context, 'ct_next') });
  requireIp(context);
}

function parseCtCommit(context: ActionContext): void {
  context.actions.push({ type: 'ct_commit' });
  requireIp(context);
}

/** Requires an IP packet, since only IP has connections. */
function requireIp(context: ActionContext): void {
  context.require(parseExpr('ip', context.symtab));
}
