/** Encodes requests for the statistics of flows. Mirrors `ofputil_encode_flow_stats_request()`. */

import type { FlowMod } from '../model/flow-mod.js';
import { portToOf11 } from '../model/openflow-ports.js';
import { PROTOCOLS, type Protocols, protocolVersion } from '../model/protocols.js';
import { ByteWriter } from './byte-writer.js';
import { NICIRA } from './encode-actions.js';
import { putOf10Match, putOf11Match } from './encode-legacy-match.js';
import { putNxMatch, putOxmMatch } from './encode-match.js';
import { encodeMessage } from './message.js';

/** The flows that a request is about. */
export type FlowRequest = Pick<
  FlowMod,
  'match' | 'table' | 'outPort' | 'outGroup' | 'cookie' | 'cookieMask'
>;

/** The types of statistics requests, and the numbers of those about flows. */
const REQUEST = { of10: 16, of11: 18, vendor: 0xffff, flow: 1, aggregate: 2 } as const;

/** Returns a request for the statistics of each flow, or of all of them together. */
export function encodeFlowRequest(
  request: FlowRequest,
  what: 'flow' | 'aggregate',
  protocol: Protocols,
  xid: number,
): Uint8Array {
  const version = protocolVersion(protocol);
  return encodeMessage(version === 10 ? REQUEST.of10 : REQUEST.of11, version, xid, (out) => {
    if ((protocol & PROTOCOLS.NXM_ANY) !== 0) {
      putNxm(out, request, REQUEST[what] - 1);
      return;
    }
    out.uint(REQUEST[what], 2);
    out.zeros(2);
    if (version === 10) {
      putOf10(out, request);
      return;
    }
    out.zeros(4);
    putOf11Head(out, request);
    if (version === 11) putOf11Match(out, request.match);
    else putOxmMatch(out, request.match, version);
  });
}

function putNxm(out: ByteWriter, request: FlowRequest, subtype: number): void {
  const { match, cookie, cookieMask } = request;
  const entries = new ByteWriter();
  const length = putNxMatch(entries, match, { value: cookie, mask: cookieMask });
  out.uint(REQUEST.vendor, 2);
  out.zeros(2);
  out.uint(NICIRA, 4);
  out.uint(subtype, 4);
  out.zeros(4);
  out.uint(request.outPort, 2);
  out.uint(length, 2);
  out.uint(request.table, 1);
  out.zeros(3);
  out.raw(entries.bytes());
}

function putOf10(out: ByteWriter, { match, table, outPort }: FlowRequest): void {
  putOf10Match(out, match);
  out.uint(table, 1);
  out.zeros(1);
  out.uint(outPort, 2);
}

function putOf11Head(out: ByteWriter, request: FlowRequest): void {
  out.uint(request.table, 1);
  out.zeros(3);
  out.uint(portToOf11(request.outPort), 4);
  out.uint(request.outGroup, 4);
  out.zeros(4);
  out.big(request.cookie, 8);
  out.big(request.cookieMask, 8);
}
