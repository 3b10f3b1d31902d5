/** What a translation tells about itself, if somebody wants to know. */
import type { FlowEntry } from '../../openflow/flow.js';
import type { TranslationContext } from './context.js';

export interface TraceSink {
  /**
   * A table look-up found `flow`, whose actions come next. `depth` counts the
   * look-ups that this one is nested in.
   */
  lookup(context: TranslationContext, flow: FlowEntry, depth: number): void;
  /** Something is worth a line of text, at this depth. */
  report(depth: number, message: string): void;
}
