import { append, type Expr, join, operandsOf } from '../expr/expr.js';
import { ParseContext } from '../expr/parse-context.js';
import type { SymbolTable } from '../expr/symbol-table.js';
import type { LogicalAction } from './logical-action.js';

/** What decides which actions are allowed. */
export interface ActionParameters {
  readonly symtab: SymbolTable;
  /** How many tables the logical pipeline has. With 0, there is no `next`. */
  readonly tableCount: number;
  /** The logical table that the actions belong to. */
  readonly currentTable: number;
}

/** Where the parser of actions stands, and what it has gathered so far. */
export class ActionContext extends ParseContext {
  readonly parameters: ActionParameters;
  readonly actions: LogicalAction[] = [];
  readonly #prerequisites: Expr[] = [];

  constructor(text: string, parameters: ActionParameters) {
    super(text, parameters.symtab);
    this.parameters = parameters;
  }

  /** What a packet has to be for the actions to make sense; `undefined`: anything. */
  get prerequisites(): Expr | undefined {
    return this.#prerequisites.length === 0 ? undefined : join('and', this.#prerequisites);
  }

  require(prerequisite: Expr): void {
    append(this.#prerequisites, operandsOf('and', prerequisite));
  }
}
