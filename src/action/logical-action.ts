/** Declares logical actions. */
import type { IntegerConstant } from '../expr/parse-constants.js';
import type { SymbolBits } from '../expr/symbol.js';
import type { Subfield } from '../openflow/model/actions.js';

/** A field that logical actions read or write. */
export interface ActionField {
  /** The symbol and bits as the action names them. */
  readonly written: SymbolBits;
  /** The OpenFlow field and bits that implement them. */
  readonly subfield: Subfield;
}

/**
 * A parsed action of a logical flow. It still refers to ports by name and to tables by their
 * logical numbers. A flow without actions drops.
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
