/** Packets that go to a controller, which no datapath can do by itself. */
import type { TranslationContext } from './translation-context.js';

/** Sends the packet to a controller as it is now: `execute_controller_action`. */
export function sendToController(context: TranslationContext): void {
  context.slow.add('controller');
  // The packet that a controller gets has all changes made to it.
  if (context.hasPacket) context.commit();
}
