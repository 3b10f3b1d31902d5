/** Requests to change groups as messages of OpenFlow 1.1 to 1.4. */
import type { GroupCommand, GroupMod } from '../group-mod.js';
import { type Bucket, GROUP_TYPES } from '../groups.js';
import { Match } from '../match.js';
import { PORT, portToOf11 } from '../ports.js';
import type { OpenFlowVersion } from '../protocols.js';
import { wireActions } from '../wire-actions.js';
import type { ByteWriter } from './byte-writer.js';
import { putActions } from './encode-actions.js';
import { encodeMessage, MESSAGE } from './message.js';

const COMMANDS: readonly GroupCommand[] = ['add', 'modify', 'delete'];

const ANY_PORT = 0xffffffff;

export function encodeGroupMod(mod: GroupMod, version: OpenFlowVersion, xid: number): Uint8Array {
  return encodeMessage(MESSAGE.groupMod, version, xid, (out) => {
    out.uint(COMMANDS.indexOf(mod.command), 2);
    out.uint(GROUP_TYPES.indexOf(mod.type), 1);
    out.zeros(1);
    out.uint(mod.id, 4);
    for (const bucket of mod.buckets) putBucket(out, bucket, version);
  });
}

/** Writes a bucket as messages of OpenFlow 1.1 to 1.4 have it. */
export function putBucket(out: ByteWriter, bucket: Bucket, version: OpenFlowVersion): void {
  const start = out.size;
  out.uint(0, 2);
  out.uint(bucket.weight, 2);
  out.uint(bucket.watchPort === PORT.ANY ? ANY_PORT : portToOf11(bucket.watchPort), 4);
  out.uint(bucket.watchGroup, 4);
  out.zeros(4);
  putActions(out, wireActions(bucket.actions, version, Match.ANY), version);
  out.patchLength(start, start);
}
