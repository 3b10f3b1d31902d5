/** Prints messages about the connection between switch and controller. Mirrors `lib/ofp-print.c`. */

import { errorByNumber, OpenFlowError } from '../../../openflow/model/errors.js';
import { BAD_MESSAGE, type TextLog } from '../../../openflow/values/text-log.js';
import { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { messageVersion } from '../../../openflow/wire/decode-header.js';
import { EXPERIMENTER } from '../../../openflow/wire/encode-actions.js';
import { hexDump } from '../../../openflow/wire/hex-dump.js';
import { type BodyPrinters, type PrintedMessage, readerOf, takeText, withFlags } from './body.js';
import { NX_VENDOR_ERROR } from './error-message.js';

const BITMAP_ELEMENT = 1;

/** Reads the versions that a hello offers; mirrors `ofputil_decode_hello()`. */
function takeVersions(message: PrintedMessage): { versions: number; isComplete: boolean } {
  const reader = readerOf(message);
  // A version implies all earlier ones.
  let versions = 2 ** Math.min((message.bytes[0] ?? 0) + 1, 32) - 2;
  let isComplete = true;
  while (reader.left > 0) {
    const { left } = reader;
    if (left < 4) return { versions, isComplete: false };
    const type = reader.uint(2);
    const length = reader.uint(2);
    if (length < 4 || ((length + 7) & ~7) > left) return { versions, isComplete: false };
    const element = reader.part(((length + 7) & ~7) - 4);
    const offered =
      type === BITMAP_ELEMENT ? takeBitmap(element, length - 4, message.log) : undefined;
    versions = offered ?? versions;
    isComplete &&= offered !== undefined;
  }
  return { versions, isComplete };
}

function takeBitmap(reader: ByteReader, bytes: number, log: TextLog): number | undefined {
  if (bytes === 0 || bytes % 4 !== 0) return undefined;
  const warn = (what: string): void => log('WARN', 'ofp_util', `peer ${what}`, BAD_MESSAGE);
  const bits = reader.uint(4);
  if ((bits & 1) !== 0) warn('claims to support invalid OpenFlow version 0x00');
  const versions = (bits & ~1) >>> 0;
  if (versions !== 0) return versions;
  warn('does not support any OpenFlow version (between 0x01 and 0x1f)');
  return undefined;
}

function* printHello(message: PrintedMessage): Iterable<string> {
  const { versions, isComplete } = takeVersions(message);
  const numbers = Array.from({ length: 32 }, (_, i) => i).filter(
    (i) => ((versions >>> i) & 1) === 1,
  );
  const names = numbers.map((number) => `0x${number.toString(16).padStart(2, '0')}`);
  yield `\n version bitmap: ${names.join(', ')}`;
  if (!isComplete) yield `\n unknown data in hello:\n${hexDump(message.bytes, true)}`;
}

/** Errors whose data is text. */
const WITH_TEXT: readonly string[] = ['OFPHFC_INCOMPATIBLE', 'OFPHFC_EPERM'];

function* printError(message: PrintedMessage): Iterable<string> {
  const { body, print } = message;
  const decoded = decodeError(message);
  if (decoded === undefined) {
    yield `***decode error***${hexDump(body, true)}`;
    return;
  }
  const { name, data } = decoded;
  yield ` ${name}\n`;
  yield WITH_TEXT.includes(name) ? printable(data) : print(data, 1);
}

/** Reads the error and the data after it; mirrors `ofperr_decode_msg()`. */
function decodeError({ bytes, version, body }: PrintedMessage) {
  if (messageVersion(bytes[0] ?? 0) === undefined) return undefined;
  const reader = new ByteReader(body);
  let number = { vendor: 0, type: reader.uint(2), code: reader.uint(2) };
  if (number.type === NX_VENDOR_ERROR.type && number.code === NX_VENDOR_ERROR.code) {
    if (reader.left < 8) return undefined;
    number = { vendor: reader.uint(4), type: reader.uint(2), code: reader.uint(2) };
  } else if (number.type === EXPERIMENTER) {
    if (reader.left < 4) return undefined;
    number = { vendor: reader.uint(4), type: number.code, code: 0 };
  }
  const name = errorByNumber(number, version);
  return name === undefined ? undefined : { name, data: reader.rest() };
}

function printable(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) =>
      byte < 0x20 || byte > 0x7e || byte === 0x5c || byte === 0x22
        ? `\\${byte.toString(8).padStart(3, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');
}

function* printEcho({ body, verbosity }: PrintedMessage): Iterable<string> {
  yield ` ${body.length} bytes of payload\n`;
  if (verbosity > 1) yield hexDump(body, true);
}

const FRAGMENTS = ['normal', 'drop', 'reassemble', 'nx-match'];
const FRAGMENT_MASK = 3;
const INVALID_TTL = 1 << 2;

function* printConfiguration(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const flags = reader.uint(2);
  yield ` frags=${FRAGMENTS[flags & FRAGMENT_MASK]}`;
  if ((flags & INVALID_TTL) !== 0) yield ' invalid_ttl_to_controller';
  const unknown = flags & ~(FRAGMENT_MASK | INVALID_TTL);
  if (unknown !== 0) yield ` ***unknown flags 0x${unknown.toString(16).padStart(4, '0')}***`;
  yield ` miss_send_len=${reader.uint(2)}\n`;
}

const DESCRIPTIONS: readonly (readonly [label: string, bytes: number])[] = [
  ['Manufacturer', 256],
  ['Hardware', 256],
  ['Software', 256],
  ['Serial Num', 32],
  ['DP Description', 256],
];

function* printDescription(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  yield '\n';
  for (const [label, bytes] of DESCRIPTIONS) yield `${label}: ${takeText(reader, bytes)}\n`;
}

const ROLES = ['nochange', 'equal', 'master', 'slave'];

function takeRole(reader: ByteReader, offset = 0): string {
  const role = reader.uint(4);
  const name = ROLES[role + offset];
  if (name === undefined) throw new OpenFlowError('OFPRRFC_BAD_ROLE');
  return name;
}

const NO_GENERATION = 0xffffffffffffffffn;

const generationText = (generation: bigint): string =>
  generation === NO_GENERATION ? '' : ` generation_id=${generation}`;

function* printRole(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  if (message.name.startsWith('NXT')) {
    yield ` role=${takeRole(reader, 1)}`;
    return;
  }
  const role = takeRole(reader);
  reader.skip(4);
  const isWithout = message.name === 'OFPT_ROLE_REQUEST' && role === 'nochange';
  yield ` role=${role}${isWithout ? '' : generationText(reader.big(8))}`;
}

const ROLE_REASONS = ['master_request', 'configuration_changed', 'experimenter_data_changed'];

function* printRoleStatus(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  const role = takeRole(reader);
  const reason = reader.uint(1);
  reader.skip(3);
  yield ` role=${role}${generationText(reader.big(8))} reason=${ROLE_REASONS[reason] ?? ''}`;
}

/** Returns the printer of a format that is a number. */
const printFormat = (names: ReadonlyMap<number, string>) =>
  function* (message: PrintedMessage): Iterable<string> {
    const format = readerOf(message).uint(4);
    yield ` format=${names.get(format) ?? format}`;
  };

const FLOW_FORMATS = new Map([
  [0, 'openflow10'],
  [2, 'nxm'],
]);
const PACKET_FORMATS = new Map([
  [0, 'openflow10'],
  [1, 'nxm'],
]);

const nothing = (): string[] => [];

export const CONTROL_MESSAGES = {
  OFPT_HELLO: printHello,
  OFPT_ERROR: printError,
  OFPT_ECHO_REQUEST: printEcho,
  OFPT_ECHO_REPLY: printEcho,
  OFPT_FEATURES_REQUEST: nothing,
  OFPT_GET_CONFIG_REQUEST: nothing,
  OFPT_GET_CONFIG_REPLY: printConfiguration,
  OFPT_SET_CONFIG: printConfiguration,
  OFPT_BARRIER_REQUEST: nothing,
  OFPT_BARRIER_REPLY: nothing,
  OFPT_ROLE_REQUEST: printRole,
  OFPT_ROLE_REPLY: printRole,
  OFPT_ROLE_STATUS: printRoleStatus,
  NXT_ROLE_REQUEST: printRole,
  NXT_ROLE_REPLY: printRole,
  'OFPST_DESC request': withFlags(),
  'OFPST_DESC reply': withFlags(printDescription),
  NXT_SET_FLOW_FORMAT: printFormat(FLOW_FORMATS),
  NXT_SET_PACKET_IN_FORMAT: printFormat(PACKET_FORMATS),
  NXT_FLOW_MOD_TABLE_ID: ({ body }) => [body[0] === 0 ? ' disable' : ' enable'],
  NXT_SET_CONTROLLER_ID: ({ body }) => [` id=${new ByteReader(body.subarray(6)).uint(2)}`],
  NXT_FLOW_AGE: nothing,
  NXT_FLOW_MONITOR_PAUSED: nothing,
  NXT_FLOW_MONITOR_RESUMED: nothing,
} satisfies BodyPrinters;
