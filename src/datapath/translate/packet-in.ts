/** Sends packets to controllers, which takes the slow path. */
import type { TranslationContext } from './translation-context.js';

/** Sends the packet in its current state. Mirrors `execute_controller_action()`. */
export function sendToController(context: TranslationContext): void {
  context.slow.add('controller');
  // A controller receives the packet with all changes applied.
  if (context.hasPacket) context.commit();
}
