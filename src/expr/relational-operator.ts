/** The relational operators, in the reference's order, with their converses and opposites. */

export type RelationalOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

interface OperatorTraits {
  /** The equivalent operator when the operands are exchanged. */
  readonly turned: RelationalOperator;
  /** The opposite operator. */
  readonly inverted: RelationalOperator;
  /** The direction of an operator that can bound a range. */
  readonly direction?: 'up' | 'down';
}

export const RELATIONAL_OPERATORS: Readonly<Record<RelationalOperator, OperatorTraits>> = {
  '==': { turned: '==', inverted: '!=' },
  '!=': { turned: '!=', inverted: '==' },
  '<': { turned: '>', inverted: '>=', direction: 'up' },
  '<=': { turned: '>=', inverted: '>', direction: 'up' },
  '>': { turned: '<', inverted: '<=', direction: 'down' },
  '>=': { turned: '<=', inverted: '<', direction: 'down' },
};

/** True if `text` is a relational operator. */
export function isRelationalOperator(text: string): text is RelationalOperator {
  return Object.hasOwn(RELATIONAL_OPERATORS, text);
}
