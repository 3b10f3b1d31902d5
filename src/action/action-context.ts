/** Holds the state of the parser of actions. */
import { append, type Expr, join, operandsOf } from '../expr/expr.js';
import { ParseContext } from '../expr/parse-context.js';
import type { SymbolTable } from '../expr/symbol-table.js';
import type { LogicalAction } from './logical-action.js';

/** The parameters that decide which actions are allowed. */
export interface ActionParameters {
  readonly symtab: SymbolTable;
  /** The number of tables of the logical pipeline. With 0, `next` is not allowed. */
  readonly tableCount: number;
  /** The logical table that the actions belong to. */
  readonly currentTable: number;
}

/** The parser's position in the text, and the actions and prerequisites it has collected. */
export class ActionContext extends ParseContext {
  readonly parameters: ActionParameters;
  readonly actions: LogicalAction[] = [];
  readonly #prerequisites: Expr[] = [];

  constructor(text: string, parameters: ActionParameters) {
    super(text, parameters.symtab);
    this.parameters = parameters;
  }

  /** The condition under which the actions make sense; `undefined` if there is none. */
  get prerequisites(): Expr | undefined {
    return this.#prerequisites.length === 0 ? undefined : join('and', this.#prerequisites);
  }

  require(prerequisite: Expr): void {
    append(this.#prerequisites, operandsOf('and', prerequisite));
  }
}
