import { OpenFlowError } from '../../openflow/errors.js';
import type { OpenFlowVersion } from '../../openflow/protocols.js';
import { messageHeader } from './message.js';

/**
 * A switch's refusal of a request, as the end of the program: the switch quotes
 * the request, of which `text` is the text. Anything else is passed on.
 */
export function switchError(
  error: unknown,
  version: OpenFlowVersion,
  xid: number,
  text: string,
): unknown {
  if (!(error instanceof OpenFlowError)) return error;
  return new SwitchRefusal(`${messageHeader('OFPT_ERROR', version, xid)} ${error.code}\n${text}`);
}

/** The text of a refusal, which goes to standard error as it is. */
export class SwitchRefusal extends Error {}
