/** Prints messages about groups. Mirrors the functions of `lib/ofp-print.c` about groups. */

import { GROUP } from '../../../openflow/model/group.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { decodeGroupMod, takeGroup } from '../../../openflow/wire/decode-group-mod.js';
import { formatGroup, formatGroupMod } from '../group-text.js';
import { formatSeconds } from '../message-text.js';
import { actionNames } from './action-bitmap.js';
import {
  alternateHex,
  type BodyPrinters,
  type PrintedMessage,
  readerOf,
  rejectMessage,
  withFlags,
  withParseErrors,
} from './body.js';

/** Yields the text of a group mod after the header. */
export function* printGroupMod(message: PrintedMessage): Iterable<string> {
  yield `\n ${formatGroupMod(decodeGroupMod(message, message.log), message.version)}`;
}

function groupName(id: number): string {
  return id === GROUP.ALL ? 'ALL' : id === GROUP.ANY ? 'ANY' : String(id);
}

function* printRequest(message: PrintedMessage): Iterable<string> {
  yield ` group_id=${groupName(readerOf(message).uint(4))}`;
}

function* printDescriptionRequest(message: PrintedMessage): Iterable<string> {
  const id = message.version >= 15 ? readerOf(message).uint(4) : GROUP.ALL;
  yield ` group_id=${groupName(id)}`;
}

function* printDescriptions(message: PrintedMessage): Iterable<string> {
  const { version, log } = message;
  const reader = readerOf(message);
  while (reader.left > 0) yield `\n ${formatGroup(takeGroup(reader, version, log), version)}`;
}

const BUCKET_BYTES = 16;
const UNKNOWN = 0xffffffffffffffffn;

function takeStatistics(reader: ByteReader, message: PrintedMessage): string {
  const { version, name, log } = message;
  const head = version >= 13 ? 40 : 32;
  const leftover = (): never =>
    rejectMessage(log, `${name} reply has ${reader.left} leftover bytes at end`);
  if (reader.left < head) leftover();
  const length = reader.uint(2);
  reader.skip(2);
  const items = [`group_id=${reader.uint(4)}`];
  const references = `ref_count=${reader.uint(4)}`;
  reader.skip(4);
  const counters = [`packet_count=${reader.big(8)}`, `byte_count=${reader.big(8)}`];
  if (version >= 13) items.push(`duration=${formatSeconds(reader.uint(4), reader.uint(4))}`);
  items.push(references, ...counters);
  const buckets = Math.max(0, Math.floor((length - head) / BUCKET_BYTES));
  if (buckets * BUCKET_BYTES > reader.left) leftover();
  for (let i = 0; i < buckets; i++) {
    const [packets, bytes] = [reader.big(8), reader.big(8)];
    if (packets !== UNKNOWN)
      items.push(`bucket${i}:packet_count=${packets}`, `byte_count=${bytes}`);
  }
  return items.join();
}

function* printStatistics(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  while (reader.left > 0) yield `\n ${takeStatistics(reader, message)}`;
}

const TYPE_NAMES = ['all', 'select', 'indirect', 'fast failover'];

function* printFeatures(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const [types, capabilities] = [reader.uint(4), reader.uint(4)];
  const limits = TYPE_NAMES.map(() => reader.uint(4));
  const actions = TYPE_NAMES.map(() => reader.uint(4));
  yield `\n Group table:\n    Types:  0x${types.toString(16)}\n`;
  yield `    Capabilities:  0x${capabilities.toString(16)}\n`;
  for (const [i, name] of TYPE_NAMES.entries()) {
    if (((types >>> i) & 1) === 0) continue;
    const names = actionNames(actions[i] ?? 0, message.version) || '<none>';
    yield `    ${name} group:\n       max_groups=${alternateHex(limits[i] ?? 0)}\n`;
    yield `       actions: ${names}\n`;
  }
}

export const GROUP_MESSAGES = {
  OFPT_GROUP_MOD: printGroupMod,
  'OFPST_GROUP request': withFlags(printRequest),
  'OFPST_GROUP reply': withParseErrors(printStatistics),
  'OFPST_GROUP_DESC request': withFlags(printDescriptionRequest),
  'OFPST_GROUP_DESC reply': withParseErrors(printDescriptions),
  'OFPST_GROUP_FEATURES request': withFlags(),
  'OFPST_GROUP_FEATURES reply': printFeatures,
} satisfies BodyPrinters;
