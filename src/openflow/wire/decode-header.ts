/** Decodes the headers of messages. Mirrors `ofpraw_decode()`. */

import { OpenFlowError } from '../model/errors.js';
import { OPENFLOW_VERSIONS, type OpenFlowVersion, wireVersion } from '../model/protocols.js';
import { BAD_MESSAGE, type TextLog } from '../values/text-log.js';
import { ByteReader } from './byte-reader.js';
import { NICIRA } from './encode-actions.js';
import { MESSAGE_ROWS, type MessageName, type Numbering } from './message-table.js';

/** A message whose header is decoded. */
export interface ReceivedMessage {
  readonly name: MessageName;
  readonly version: OpenFlowVersion;
  readonly xid: number;
  /** The flags of statistics; 0 for other messages. */
  readonly flags: number;
  readonly isRequest: boolean;
  readonly body: Uint8Array;
}

export const HEADER_BYTES = 8;

/** The version that is assumed for an unknown one. */
const LATEST: OpenFlowVersion = 15;

/** The messages that every version has. */
const ANY_VERSION: readonly string[] = [
  'OFPT_HELLO',
  'OFPT_ERROR',
  'OFPT_ECHO_REQUEST',
  'OFPT_ECHO_REPLY',
];

const VENDOR = { type: 4, statistics: 0xffff } as const;

/** Returns the version with this number in messages. */
export function messageVersion(number: number): OpenFlowVersion | undefined {
  return OPENFLOW_VERSIONS.find((version) => wireVersion(version) === number);
}

interface Numbers {
  readonly numbering: Numbering;
  readonly number: number;
  readonly vendor: number;
  readonly type: number;
  readonly statistics?: number;
  readonly flags: number;
  readonly headerBytes: number;
}

function shorter(): never {
  throw new OpenFlowError('OFPBRC_BAD_LEN');
}

/** Decodes the numbers that identify a message. Mirrors `ofphdrs_decode()`. */
function decodeNumbers(bytes: Uint8Array, isOf10: boolean, log: TextLog): Numbers {
  const reader = new ByteReader(bytes);
  const need = (count: number): void => {
    if (reader.left < count) shorter();
  };
  need(HEADER_BYTES);
  reader.skip(1);
  const type = reader.uint(1);
  reader.skip(6);
  const vendorOf = (): number => {
    const vendor = reader.uint(4);
    if (vendor === NICIRA) return vendor;
    const why = `OpenFlow message has unknown vendor 0x${vendor.toString(16)}`;
    log('WARN', 'ofp_msgs', why, BAD_MESSAGE);
    throw new OpenFlowError('OFPBRC_BAD_VENDOR');
  };
  if (type === VENDOR.type) {
    need(8);
    const vendor = vendorOf();
    const number = reader.uint(4);
    return { numbering: 'nicira', number, vendor, type, flags: 0, headerBytes: reader.at };
  }
  const first = isOf10 ? 16 : 18;
  if (type !== first && type !== first + 1) {
    return { numbering: 'type', number: type, vendor: 0, type, flags: 0, headerBytes: reader.at };
  }
  const padding = isOf10 ? 0 : 4;
  need(4 + padding);
  const statistics = reader.uint(2);
  const flags = reader.uint(2);
  reader.skip(padding);
  const direction = type === first ? 'request' : 'reply';
  if (statistics !== VENDOR.statistics) {
    const common = { vendor: 0, type, statistics, flags, headerBytes: reader.at };
    return { numbering: direction, number: statistics, ...common };
  }
  need(8);
  const vendor = vendorOf();
  const number = reader.uint(4);
  reader.skip(padding === 0 ? 4 : 0);
  const common = { vendor, type, statistics, flags, headerBytes: reader.at };
  return { numbering: `nicira ${direction}`, number, ...common };
}

/**
 * Decodes the header of a message, whose length must be right; mirrors `ofpraw_pull()`.
 *
 * @param partial true to accept a message without all of its body
 * @throws OpenFlowError
 */
export function decodeHeader(bytes: Uint8Array, log: TextLog, partial = false): ReceivedMessage {
  const versionNumber = bytes[0] ?? 0;
  const version = messageVersion(versionNumber);
  const numbers = decodeNumbers(bytes, version === 10, log);
  const row = MESSAGE_ROWS.find(
    ([name, first, last, numbering, number]) =>
      numbering === numbers.numbering &&
      number === numbers.number &&
      (version === undefined ? ANY_VERSION.includes(name) : first <= version && version <= last),
  );
  if (row === undefined) return unknown(versionNumber, numbers, log);
  const [name, , , , , size, step] = row;
  if (!partial) checkLength(name, bytes.length, numbers.headerBytes + size, step, log);
  return {
    name,
    version: version ?? LATEST,
    xid: new ByteReader(bytes.subarray(4)).uint(4),
    flags: numbers.flags,
    isRequest: numbers.numbering.endsWith('request'),
    body: bytes.subarray(numbers.headerBytes),
  };
}

function unknown(
  version: number,
  { type, statistics, vendor, number }: Numbers,
  log: TextLog,
): never {
  const stat = statistics === undefined ? '' : `, stat ${statistics}`;
  const sub = vendor === 0 ? '' : `, vendor 0x${vendor.toString(16)}, subtype ${number}`;
  const why = `unknown OpenFlow message (version ${version}, type ${type}${stat}${sub})`;
  log('WARN', 'ofp_msgs', why, { name: 'unknown message', burst: 1 });
  throw new OpenFlowError(
    vendor !== 0
      ? 'OFPBRC_BAD_SUBTYPE'
      : statistics !== undefined
        ? 'OFPBRC_BAD_STAT'
        : 'OFPBRC_BAD_TYPE',
  );
}

function checkLength(
  name: string,
  length: number,
  least: number,
  step: number,
  log: TextLog,
): void {
  const extra = length - least;
  if (step === 0 ? extra === 0 : extra >= 0 && extra % step === 0) return;
  const expected =
    step === 0
      ? `expected length ${least}`
      : step === 1
        ? `expected length at least ${least} bytes`
        : `must be exactly ${least} bytes or longer by an integer multiple of ${step} bytes`;
  const why = `received ${name} with incorrect length ${length} (${expected})`;
  log('WARN', 'ofp_msgs', why, BAD_MESSAGE);
  throw new OpenFlowError('OFPBRC_BAD_LEN');
}
