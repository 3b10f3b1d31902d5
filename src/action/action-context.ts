import { combine, type Expr } from '../expr/expr.js';
import type { PortLookup } from '../expr/matches.js';
import { ParseContext } from '../expr/parse-context.js';
import type { SymbolTable } from '../expr/symbol-table.js';
import type { OfAction } from '../openflow/actions.js';

/** What the meaning of actions depends on. */
export interface ActionParameters {
  readonly symtab: SymbolTable;
  /** The number of a port by its name; an unknown port counts as 0. */
  readonly lookupPort: PortLookup;
  /** The OpenFlow table that logical table 0 is, and how many logical tables there are. */
  readonly firstTable: number;
  /** With 0, there is no `next`. */
  readonly tableCount: number;
  /** The logical table that the actions belong to. */
  readonly currentTable: number;
  /** The OpenFlow table that `output` goes to. */
  readonly outputTable: number;
}

/** Where the parser of actions stands, and what it has gathered so far. */
export class ActionContext extends ParseContext {
  readonly parameters: ActionParameters;
  readonly actions: OfAction[] = [];
  #prerequisites: Expr | undefined;

  constructor(text: string, parameters: ActionParameters) {
    super(text, parameters.symtab);
    this.parameters = parameters;
  }

  /** What a packet has to be for the actions to make sense; `undefined`: anything. */
  get prerequisites(): Expr | undefined {
    return this.#prerequisites;
  }

  require(prerequisite: Expr): void {
    this.#prerequisites = combine('and', this.#prerequisites, prerequisite);
  }

  /** Appends the action that goes on in OpenFlow table `table`. */
  resubmit(table: number): void {
    this.actions.push({ type: 'resubmit', table });
  }
}
