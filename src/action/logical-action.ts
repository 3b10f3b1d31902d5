/** Declares logical actions. */
import type { IntegerConstant } from '../expr/parse-constants.js';
import type { SymbolBits } from '../expr/symbol.js';
import type { Subfield } from '../openflow/model/actions.js';

/** Something that logical actions read or write. */
export interface ActionField {
  /** As it was written. */
  readonly written: SymbolBits;
  /** The field and bits behind it. */
  readonly subfield: Subfield;
}

/**
 * One action of a logical flow, understood, but with ports still by their names
 * and tables still by their logical numbers. A flow without actions drops.
 */
export type LogicalAction =
  | { readonly type: 'next'; readonly table: number }
  | { readonly type: 'output' }
  | {
      readonly type: 'set';
      readonly destination: ActionField;
      readonly constant: IntegerConstant;
    }
  | { readonly type: 'set_port'; readonly destination: ActionField; readonly port: string }
  | { readonly type: 'move'; readonly destination: ActionField; readonly source: ActionField }
  | { readonly type: 'exchange'; readonly left: ActionField; readonly right: ActionField }
  | { readonly type: 'decrement_ttl' }
  | { readonly type: 'ct_next'; readonly table: number }
  | { readonly type: 'ct_commit' };
