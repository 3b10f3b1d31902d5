/** Why an attempt failed. */
import type { ForwardingResult } from '../../datapath/dpif/forwarding-result.js';
import { lossSentence } from '../../explain/explain-loss.js';
import { lossOf } from '../../explain/loss.js';
import type { Attempt } from '../../hosts/traffic.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { packetContext } from './explain-context.js';

/** A line that says what was lost and why, and that there is more to know. */
export function reasonFor(sandbox: Sandbox, { journeys }: Attempt<ForwardingResult>): string {
  sandbox.noteFailure(journeys);
  const loss = lossOf(packetContext(sandbox), journeys);
  return loss === undefined
    ? 'The packets got through, and were not answered.\n'
    : `${lossSentence(loss)}\nMore of it: sandbox explain\n`;
}
