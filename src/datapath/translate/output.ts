/** How packets leave a bridge. */
import type { TranslationContext } from './context.js';

/** Sends the packet out of a port, whatever kind it is: `compose_output_action`. */
export function output(context: TranslationContext, number: number): void {
  const port = context.bridge.ports.get(number);
  if (port === undefined) {
    context.report('Nonexistent output port');
  }
}
