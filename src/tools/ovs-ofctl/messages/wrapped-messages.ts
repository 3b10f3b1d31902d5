/** Prints bundles and forwarded requests, which contain other messages. Mirrors `lib/ofp-print.c`. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import type { TextLog } from '../../../openflow/values/text-log.js';
import { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { decodeHeader, HEADER_BYTES } from '../../../openflow/wire/decode-header.js';
import {
  alternateHex,
  type BodyPrinters,
  formatNumberedBits,
  type PrintedMessage,
  readerOf,
  rejectMessage,
} from './body.js';
import { printGroupMod } from './group-messages.js';
import { printMeterMod } from './meter-messages.js';

const BUNDLE_FLAGS = ['atomic', 'ordered'];
const BUNDLE_TYPES = ['OPEN', 'CLOSE', 'COMMIT', 'DISCARD'];

function* printBundleControl(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const id = alternateHex(reader.uint(4));
  const type = reader.uint(2);
  const action = BUNDLE_TYPES[type >> 1];
  const name = action === undefined ? '' : `${action}_${type % 2 === 0 ? 'REQUEST' : 'REPLY'}`;
  yield `\n bundle_id=${id} type=${name} flags=${formatNumberedBits(reader.uint(2), BUNDLE_FLAGS)}`;
}

/** The messages that can be part of a bundle. */
const BUNDLED: readonly string[] = ['OFPT_PORT_MOD', 'OFPT_FLOW_MOD', 'NXT_FLOW_MOD'];

function* printBundleAdd(message: PrintedMessage): Iterable<string> {
  const { bytes, xid, log, verbosity, print } = message;
  const reader = readerOf(message);
  const id = alternateHex(reader.uint(4));
  reader.skip(2);
  const flags = formatNumberedBits(reader.uint(2), BUNDLE_FLAGS);
  const inner = reader.rest();
  const length = innerLength(inner);
  if (inner[0] !== bytes[0]) throw new OpenFlowError('NXBFC_BAD_VERSION');
  if (length < HEADER_BYTES || length > inner.length) {
    throw new OpenFlowError('OFPBFC_MSG_BAD_LEN');
  }
  if (new ByteReader(inner.subarray(4)).uint(4) !== xid) {
    throw new OpenFlowError('OFPBFC_MSG_BAD_XID');
  }
  const part = inner.subarray(0, length);
  checkBundled(part, log);
  yield `\n bundle_id=${id} flags=${flags}\n${print(part, verbosity)}`;
}

const innerLength = (bytes: Uint8Array): number => ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);

function checkBundled(part: Uint8Array, log: TextLog): void {
  const name = innerName(part, log);
  if (BUNDLED.includes(name)) return;
  const what = `${name} message not allowed inside OFPT14_BUNDLE_ADD_MESSAGE`;
  rejectMessage(log, what, 'OFPBFC_MSG_UNSUP');
}

function innerName(part: Uint8Array, log: TextLog): string {
  try {
    return decodeHeader(part, log).name;
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    const what = `OFPT14_BUNDLE_ADD_MESSAGE contained message is unparsable (${error.code})`;
    return rejectMessage(log, what, 'OFPBFC_MSG_UNSUP');
  }
}

function* printForwarded(message: PrintedMessage): Iterable<string> {
  const { bytes, body, log } = message;
  const length = innerLength(body);
  if (body.length < HEADER_BYTES || length < HEADER_BYTES || length > body.length) {
    throw new OpenFlowError('OFPBFC_MSG_BAD_LEN');
  }
  if (body[0] !== bytes[0]) throw new OpenFlowError('OFPBRC_BAD_VERSION');
  const part = body.subarray(0, length);
  const inner = { ...message, ...decodeHeader(part, log), bytes: part };
  if (inner.name !== 'OFPT_GROUP_MOD' && inner.name !== 'OFPT_METER_MOD') {
    throw new OpenFlowError('OFPBFC_MSG_UNSUP');
  }
  const isGroup = inner.name === 'OFPT_GROUP_MOD';
  const text = [...(isGroup ? printGroupMod(inner) : printMeterMod(inner))].join('');
  yield ` reason=${isGroup ? 'group_mod' : 'meter_mod'}${text}`;
}

export const WRAPPED_MESSAGES = {
  OFPT_REQUESTFORWARD: printForwarded,
  OFPT_BUNDLE_CONTROL: printBundleControl,
  OFPT_BUNDLE_ADD_MESSAGE: printBundleAdd,
} satisfies BodyPrinters;
