import { OpenFlowError } from '../../openflow/model/errors.js';
import type { OpenFlowVersion } from '../../openflow/model/protocols.js';
import { hexDump } from '../../openflow/wire/hex-dump.js';
import { messageHeader } from './message-text.js';

/** What a request is, for a switch that refuses it and quotes it. */
export interface Request {
  /** The name of the message. */
  readonly name: string;
  /** Its bytes, for requests that can be longer than a switch quotes. */
  bytes?(xid: number): Uint8Array;
  /** Its text, for requests that a switch quotes whole. */
  text(xid: number): string;
}

/** How many bytes of a request a switch quotes. */
const QUOTED = 64;

/**
 * A switch's refusal of a request, as the end of the program. Anything else is
 * passed on.
 */
export function switchError(
  error: unknown,
  version: OpenFlowVersion,
  xid: number,
  request: Request,
): unknown {
  if (!(error instanceof OpenFlowError)) return error;
  const header = messageHeader('OFPT_ERROR', version, xid);
  return new SwitchRefusal(`${header} ${error.code}\n${quote(request, version, xid)}`);
}

/** What a switch quotes of a request; of a long one only a part, which nobody can read. */
function quote(request: Request, version: OpenFlowVersion, xid: number): string {
  const bytes = request.bytes?.(xid);
  if (bytes === undefined || bytes.length <= QUOTED) return request.text(xid);
  const header = messageHeader(request.name, version, xid);
  const cut = `(***truncated to ${QUOTED} bytes from ${bytes.length}***)`;
  return `${header}\n${cut}\n${hexDump(bytes.subarray(0, QUOTED), true)}`;
}

/** The text of a refusal, which goes to standard error as it is. */
export class SwitchRefusal extends Error {}
