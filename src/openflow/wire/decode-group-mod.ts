/** Decodes groups and group mods. Mirrors `ofputil_decode_group_mod()`. */

import { OpenFlowError } from '../model/errors.js';
import type { FieldName } from '../model/fields.js';
import {
  BUCKET,
  type Bucket,
  GROUP,
  GROUP_TYPES,
  type GroupSelection,
  type GroupSpec,
  type GroupType,
  watches,
} from '../model/group.js';
import { GROUP_COMMAND_CODES, type GroupCommand, type GroupMod } from '../model/group-mod.js';
import { PORT, portFromOf11 } from '../model/openflow-ports.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { BAD_MESSAGE, type TextLog } from '../values/text-log.js';
import { ByteReader } from './byte-reader.js';
import { takeEntry } from './decode-fields.js';
import type { ReceivedMessage } from './decode-header.js';
import { decodeActionList } from './decode-instructions.js';
import { takeProperties } from './decode-properties.js';
import { BUCKET_PROPERTY, NETRONOME, SELECTION_METHOD } from './encode-group-mod.js';

const COMMANDS = new Map<number, GroupCommand>([
  [GROUP_COMMAND_CODES.add, 'add'],
  [GROUP_COMMAND_CODES.modify, 'modify'],
  [GROUP_COMMAND_CODES.delete, 'delete'],
  [GROUP_COMMAND_CODES.insert_bucket, 'insert_bucket'],
  [GROUP_COMMAND_CODES.remove_bucket, 'remove_bucket'],
]);

/** Decodes a group mod; @throws OpenFlowError */
export function decodeGroupMod({ version, body }: ReceivedMessage, log: TextLog): GroupMod {
  const reader = new ByteReader(body);
  const command = COMMANDS.get(reader.uint(2));
  const type = groupType(reader.uint(1));
  reader.skip(1);
  const id = reader.uint(4);
  if (command === undefined) throw new OpenFlowError('OFPGMFC_BAD_COMMAND');
  let commandBucket: number = BUCKET.ALL;
  let group: GroupSpec;
  if (version >= 15) {
    const length = reader.uint(2);
    reader.skip(2);
    commandBucket = reader.uint(4);
    checkCommandBucket(command, commandBucket, log);
    const buckets = takeBuckets15(reader, length, type, version, log);
    const selection = takeSelection(reader, type, command, log);
    group = { id, type, buckets, ...(selection === undefined ? {} : { selection }) };
  } else {
    const buckets = takeBuckets11(reader, reader.left, version, log);
    if (version >= 13 && command === 'delete' && buckets.length > 0) {
      throw new OpenFlowError('OFPGMFC_INVALID_GROUP');
    }
    group = { id, type, buckets };
  }
  if (command === 'remove_bucket' && group.buckets.length > 0) {
    throw new OpenFlowError('OFPGMFC_BAD_BUCKET');
  }
  checkBuckets(group);
  return { ...group, command, commandBucket };
}

function groupType(number: number): GroupType {
  const type = GROUP_TYPES[number];
  if (type === undefined) throw new OpenFlowError('OFPGMFC_BAD_TYPE');
  return type;
}

function checkBuckets({ type, buckets }: GroupSpec): void {
  if (type === 'indirect' && buckets.length !== 1) throw new OpenFlowError('OFPGMFC_INVALID_GROUP');
  for (const bucket of buckets) {
    if (bucket.weight !== 0 && type !== 'select') throw new OpenFlowError('OFPGMFC_INVALID_GROUP');
    if (type === 'ff' && !watches(bucket)) throw new OpenFlowError('OFPGMFC_INVALID_GROUP');
    if ((type === 'all' || type === 'indirect') && watches(bucket)) {
      throw new OpenFlowError('OFPGMFC_WATCH_UNSUPPORTED');
    }
  }
}

function checkCommandBucket(command: GroupCommand, id: number, log: TextLog): void {
  const isOne = id <= BUCKET.MAX || id === BUCKET.FIRST || id === BUCKET.LAST;
  const ok =
    command === 'insert_bucket'
      ? isOne
      : command === 'remove_bucket'
        ? isOne || id === BUCKET.ALL
        : id === BUCKET.ALL;
  if (ok) return;
  bad(log, `group command bucket id (${id}) is out of range`);
}

function bad(log: TextLog, why: string): never {
  log('WARN', 'ofp_util', why, BAD_MESSAGE);
  throw new OpenFlowError('OFPGMFC_BAD_BUCKET');
}

const BUCKET11 = 16;

/** Reads the next group of a group description; mirrors `ofputil_decode_group_desc_reply()`. */
export function takeGroup(reader: ByteReader, version: OpenFlowVersion, log: TextLog): GroupSpec {
  const headBytes = version >= 15 ? 16 : 8;
  const { left } = reader;
  const length = reader.uint(2);
  if (left < headBytes || length < headBytes || length > left) {
    throw new OpenFlowError('OFPBRC_BAD_LEN');
  }
  const type = groupType(reader.uint(1));
  reader.skip(1);
  const id = reader.uint(4);
  const body = reader.part(length - 8);
  if (version < 15) return { id, type, buckets: takeBuckets11(body, body.left, version, log) };
  const bucketsLength = body.uint(2);
  body.skip(6);
  const buckets = takeBuckets15(body, bucketsLength, type, version, log);
  const selection = takeSelection(body, type, 'add', log);
  return { id, type, buckets, ...(selection === undefined ? {} : { selection }) };
}

function takeBuckets11(
  reader: ByteReader,
  size: number,
  version: OpenFlowVersion,
  log: TextLog,
): Bucket[] {
  const buckets: Bucket[] = [];
  for (let left = size; left > 0; ) {
    if (left < BUCKET11) bad(log, `buckets end with ${left} leftover bytes`);
    const length = reader.uint(2);
    checkBucketLength(length, BUCKET11, left, log);
    const weight = reader.uint(2);
    const watchPort = watchedPort(reader.uint(4));
    const watchGroup = reader.uint(4);
    reader.skip(4);
    const actions = decodeActionList(reader.bytes(length - BUCKET11), version, {
      is: 'tool',
      log,
    });
    buckets.push({ id: buckets.length, weight, watchPort, watchGroup, actions });
    left -= length;
  }
  return buckets;
}

function checkBucketLength(length: number, least: number, left: number, log: TextLog): void {
  if (length < least) bad(log, `OpenFlow message bucket length ${length} is not valid`);
  if (length > left) {
    bad(
      log,
      `OpenFlow message bucket length ${length} exceeds remaining buckets data size ${left}`,
    );
  }
}

function watchedPort(number: number): number {
  const port = portFromOf11(number);
  if (port === undefined) throw new OpenFlowError('OFPGMFC_BAD_WATCH');
  return port;
}

const BUCKET15 = 8;

function takeBuckets15(
  reader: ByteReader,
  size: number,
  type: GroupType,
  version: OpenFlowVersion,
  log: TextLog,
): Bucket[] {
  const buckets: Bucket[] = [];
  for (let left = size; left > 0; ) {
    if (reader.left < BUCKET15) bad(log, `buckets end with ${left} leftover bytes`);
    const length = reader.uint(2);
    const actionsLength = reader.uint(2);
    checkBucketLength(length, BUCKET15, left, log);
    if (actionsLength > length - BUCKET15) {
      const room = length - BUCKET15;
      bad(
        log,
        `OpenFlow message bucket actions length ${actionsLength} exceeds remaining bucket data size ${room}`,
      );
    }
    const id = reader.uint(4);
    const actions = decodeActionList(reader.bytes(actionsLength), version, { is: 'tool', log });
    const properties = reader.part(length - BUCKET15 - actionsLength);
    const bucket = { id, actions, ...takeBucketProperties(properties, type) };
    if (id > BUCKET.MAX) bad(log, `bucket id (${id}) is out of range`);
    if (buckets.some((other) => other.id === id)) bad(log, 'Duplicate bucket id');
    buckets.push(bucket);
    left -= length;
  }
  return buckets;
}

function takeBucketProperties(
  reader: ByteReader,
  groupType_: GroupType,
): Pick<Bucket, 'weight' | 'watchPort' | 'watchGroup'> {
  let weight = groupType_ === 'select' ? 1 : 0;
  let watchPort: number = PORT.ANY;
  let watchGroup: number = GROUP.ANY;
  for (const { type, payload } of takeProperties(reader)) {
    if (type === BUCKET_PROPERTY.weight) weight = payload.uint(2);
    else if (type === BUCKET_PROPERTY.watchPort) watchPort = watchedPort(payload.uint(4));
    else if (type === BUCKET_PROPERTY.watchGroup) watchGroup = payload.uint(4);
    else throw new OpenFlowError('OFPBPC_BAD_TYPE');
  }
  return { weight, watchPort, watchGroup };
}

const EXPERIMENTER = 0xffff;
const METHOD_BYTES = 16;

/** The vendor of selection methods, by its number and by the one it had first. */
const VENDORS: readonly number[] = [NETRONOME, 0x1540];

function takeSelection(
  reader: ByteReader,
  groupType_: GroupType,
  command: GroupCommand,
  log: TextLog,
): GroupSelection | undefined {
  let selection: GroupSelection | undefined;
  for (const { type, payload } of takeProperties(reader)) {
    if (type !== EXPERIMENTER) throw new OpenFlowError('OFPBPC_BAD_TYPE');
    if (!VENDORS.includes(payload.uint(4))) throw new OpenFlowError('OFPBPC_BAD_EXPERIMENTER');
    if (payload.uint(4) !== SELECTION_METHOD) throw new OpenFlowError('OFPBPC_BAD_EXP_TYPE');
    if (groupType_ !== 'select' || (command !== 'add' && command !== 'modify')) {
      throw new OpenFlowError('OFPBPC_BAD_VALUE');
    }
    payload.skip(4);
    const method = new TextDecoder().decode(payload.bytes(METHOD_BYTES)).replace(/\0.*/s, '');
    if (method !== 'hash') throw new OpenFlowError('OFPBPC_BAD_VALUE');
    const parameter = payload.big(8);
    const fields = new Map<FieldName, bigint>();
    while (payload.left > 0) {
      const { field, value } = takeEntry(payload, log);
      if (field === undefined) throw new OpenFlowError('OFPBMC_BAD_FIELD');
      fields.set(field.name, value);
    }
    selection = { method, parameter, fields };
  }
  return selection;
}
