/** Encodes group mods. Mirrors `ofputil_encode_group_mod()`. */

import { FIELDS } from '../model/fields.js';
import {
  type Bucket,
  GROUP,
  GROUP_TYPES,
  type GroupSelection,
  type GroupType,
} from '../model/group.js';
import { GROUP_COMMAND_CODES, type GroupMod } from '../model/group-mod.js';
import { Match } from '../model/match.js';
import { PORT, portToOf11 } from '../model/openflow-ports.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import type { ByteWriter } from './byte-writer.js';
import { convertActions } from './convert-actions.js';
import { withBucketIds } from './convert-group-mod.js';
import { putActions } from './encode-actions.js';
import { putField } from './field-bytes.js';
import { encodeMessage, MESSAGE } from './message.js';

const ANY_PORT = 0xffffffff;

const portBytes = (port: number): number => (port === PORT.ANY ? ANY_PORT : portToOf11(port));

export function encodeGroupMod(mod: GroupMod, version: OpenFlowVersion, xid: number): Uint8Array {
  return encodeMessage(MESSAGE.groupMod, version, xid, (out) => {
    out.uint(GROUP_COMMAND_CODES[mod.command], 2);
    out.uint(GROUP_TYPES.indexOf(mod.type), 1);
    out.zeros(1);
    out.uint(mod.id, 4);
    if (version >= 15) putRest15(out, mod, version);
    else for (const bucket of mod.buckets) putBucket(out, bucket, version);
  });
}

/** Writes a bucket of OpenFlow 1.1 to 1.4. */
function putBucket(out: ByteWriter, bucket: Bucket, version: OpenFlowVersion): void {
  const start = out.size;
  out.uint(0, 2);
  out.uint(bucket.weight, 2);
  out.uint(portBytes(bucket.watchPort), 4);
  out.uint(bucket.watchGroup, 4);
  out.zeros(4);
  putActions(out, convertActions(bucket.actions, version, Match.ANY), version);
  out.patchLength(start, start);
}

function putRest15(out: ByteWriter, mod: GroupMod, version: OpenFlowVersion): void {
  const length = out.size;
  out.zeros(4);
  out.uint(mod.commandBucket, 4);
  const start = out.size;
  for (const bucket of withBucketIds(mod.buckets)) putBucket15(out, bucket, mod.type, version);
  out.patchLength(length, start);
  if (mod.selection !== undefined) putSelection(out, mod.selection, version);
}

/** The properties of buckets (`OFPGBPT15_*`). */
export const BUCKET_PROPERTY = { weight: 0, watchPort: 1, watchGroup: 2 } as const;
const PROPERTY_BYTES = 8;

function putBucket15(
  out: ByteWriter,
  bucket: Bucket,
  type: GroupType,
  version: OpenFlowVersion,
): void {
  const start = out.size;
  out.zeros(4);
  out.uint(bucket.id, 4);
  const actionsStart = out.size;
  putActions(out, convertActions(bucket.actions, version, Match.ANY), version);
  out.patchLength(start + 2, actionsStart);
  const property = (number: number): void => {
    out.uint(number, 2);
    out.uint(PROPERTY_BYTES, 2);
  };
  if (type === 'select') {
    property(BUCKET_PROPERTY.weight);
    out.uint(bucket.weight, 2);
    out.zeros(2);
  }
  if (bucket.watchPort !== PORT.ANY) {
    property(BUCKET_PROPERTY.watchPort);
    out.uint(portBytes(bucket.watchPort), 4);
  }
  if (bucket.watchGroup !== GROUP.ANY) {
    property(BUCKET_PROPERTY.watchGroup);
    out.uint(bucket.watchGroup, 4);
  }
  out.patchLength(start, start);
}

/** The method of selection is a property by the vendor Netronome. */
const EXPERIMENTER = 0xffff;
export const NETRONOME = 0x154d;
export const SELECTION_METHOD = 1;
const METHOD_BYTES = 16;

function putSelection(
  out: ByteWriter,
  { method, parameter, fields }: GroupSelection,
  version: OpenFlowVersion,
): void {
  const start = out.size;
  out.uint(EXPERIMENTER, 2);
  out.zeros(2);
  out.uint(NETRONOME, 4);
  out.uint(SELECTION_METHOD, 4);
  out.zeros(4);
  out.raw(new TextEncoder().encode(method.padEnd(METHOD_BYTES, '\0')));
  out.big(parameter, 8);
  for (const { name } of Object.values(FIELDS)) {
    const mask = fields.get(name);
    if (mask !== undefined) putField(out, name, version, mask);
  }
  out.patchLength(start + 2, start);
  out.pad(start);
}
