/** Formats the errors with which a switch refuses requests. */

import {
  errorInVersion,
  OpenFlowError,
  type OpenFlowErrorName,
} from '../../openflow/model/errors.js';
import type { OpenFlowVersion } from '../../openflow/model/protocols.js';
import { hexDump } from '../../openflow/wire/hex-dump.js';
import { messageHeader } from './message-text.js';

/** A request as an error quotes it. */
export interface Request {
  /** The name of the message. */
  readonly name: string;
  /** Returns its bytes; missing for requests that are always short enough to be quoted whole. */
  bytes?(xid: number): Uint8Array;
  /** Returns its text, for requests that are quoted whole. */
  text(xid: number): string;
}

/** The bytes of a request that an error quotes. */
const QUOTED = 64;

/** Returns the text of an error message of a switch. */
export function errorText(
  code: OpenFlowErrorName,
  version: OpenFlowVersion,
  xid: number,
  request: Request,
): string {
  const header = messageHeader('OFPT_ERROR', version, xid);
  return `${header} ${errorInVersion(code, version)}\n${quote(request, version, xid)}`;
}

/**
 * Converts an error: the refusal of a request to one that ends the program, any other error
 * unchanged.
 */
export function switchError(
  error: unknown,
  version: OpenFlowVersion,
  xid: number,
  request: Request,
): unknown {
  if (!(error instanceof OpenFlowError)) return error;
  return new SwitchRefusal(errorText(error.code, version, xid, request));
}

/**
 * Returns a request as quoted in an error. A long one is truncated, and can then only be dumped.
 */
function quote(request: Request, version: OpenFlowVersion, xid: number): string {
  const bytes = request.bytes?.(xid);
  if (bytes === undefined || bytes.length <= QUOTED) return request.text(xid);
  const header = messageHeader(request.name, version, xid);
  const cut = `(***truncated to ${QUOTED} bytes from ${bytes.length}***)`;
  return `${header}\n${cut}\n${hexDump(bytes.subarray(0, QUOTED), true)}`;
}

/** A refusal. Its message goes to standard error unchanged. */
export class SwitchRefusal extends Error {}
