/** Summarizes why an attempt failed. */
import type { ForwardingResult } from '../../datapath/dpif/forwarding-result.js';
import { lossSentence } from '../../explain/explain-loss.js';
import { lossOf } from '../../explain/loss.js';
import type { Attempt } from '../../hosts/traffic.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { packetContext } from './explain-context.js';

/** Returns a sentence about the loss, and the command that explains more. */
export function reasonFor(sandbox: Sandbox, { journeys }: Attempt<ForwardingResult>): string {
  sandbox.noteFailure(journeys);
  const loss = lossOf(packetContext(sandbox), journeys);
  return loss === undefined
    ? 'The packets arrived, but were not answered.\n'
    : `${lossSentence(loss)}\nFor details: sandbox explain\n`;
}
