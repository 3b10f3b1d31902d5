/** Common parts of printing the bodies of messages. */

import { OpenFlowError, type OpenFlowErrorName } from '../../../openflow/model/errors.js';
import { PORT, portFromOf11 } from '../../../openflow/model/openflow-ports.js';
import { BAD_MESSAGE, type TextLog } from '../../../openflow/values/text-log.js';
import { ByteReader } from '../../../openflow/wire/byte-reader.js';
import type { ReceivedMessage } from '../../../openflow/wire/decode-header.js';
import type { MessageName } from '../../../openflow/wire/message-table.js';
import { formatBits } from '../message-text.js';

/** A message to print. */
export interface PrintedMessage extends ReceivedMessage {
  /** The whole message. */
  readonly bytes: Uint8Array;
  readonly verbosity: number;
  readonly log: TextLog;
  /** Returns the text of a message that is part of this one. */
  print(bytes: Uint8Array, verbosity: number): string;
}

/**
 * Yields the parts of the text of a body. An `OpenFlowError` ends the text with a note of a
 * decoding error.
 */
export type BodyPrinter = (message: PrintedMessage) => Iterable<string>;

export type BodyPrinters = Partial<Record<MessageName, BodyPrinter>>;

const MORE = 1;

/** Yields the flags of statistics before the body; mirrors `ofp_print_stats()`. */
export function withFlags(printer: BodyPrinter = () => []): BodyPrinter {
  return function* (message) {
    const { flags, isRequest, version } = message;
    if (flags !== 0) {
      const known = !isRequest || version >= 13 ? flags & MORE : 0;
      const unknown = flags & ~known;
      yield ` flags=${known === 0 ? '' : '[more]'}`;
      if (unknown !== 0) {
        yield `[***unknown flags 0x${unknown.toString(16).padStart(4, '0')}***]`;
      }
    }
    yield* printer(message);
  };
}

/** Ends the text of a list whose next element cannot be decoded with a note of a parse error. */
export function withParseErrors(printer: BodyPrinter): BodyPrinter {
  return function* (message) {
    try {
      yield* printer(message);
    } catch (error) {
      if (!(error instanceof OpenFlowError)) throw error;
      yield ' ***parse error***';
    }
  };
}

export const readerOf = ({ body }: PrintedMessage): ByteReader => new ByteReader(body);

/** Logs the problem with a message, and rejects the message. */
export function rejectMessage(
  log: TextLog,
  why: string,
  code: OpenFlowErrorName = 'OFPBRC_BAD_LEN',
): never {
  log('WARN', 'ofp_util', why, BAD_MESSAGE);
  throw new OpenFlowError(code);
}

/** Checks that there are enough bytes for the next element of a list. */
export function requireElement(
  reader: ByteReader,
  bytes: number,
  { name, log }: Pick<PrintedMessage, 'name' | 'log'>,
): void {
  if (reader.left < bytes) rejectMessage(log, `${name} has ${reader.left} leftover bytes at end`);
}

/** Reads a 32-bit port number; mirrors `ofputil_port_from_ofp11()`. */
export function takePort32(reader: ByteReader): number {
  const port = portFromOf11(reader.uint(4));
  if (port === undefined) throw new OpenFlowError('OFPBAC_BAD_OUT_PORT');
  return port;
}

/** Reads a port number of the version: 16 bits in OpenFlow 1.0, 32 bits later. */
export function takeVersionPort(reader: ByteReader, version: number): number {
  return version === 10 ? reader.uint(2) : takePort32(reader);
}

export const ANY_PORT: number = PORT.ANY;

/** Reads text from a field of fixed size; a zero byte ends the text. */
export function takeText(reader: ByteReader, bytes: number): string {
  return new TextDecoder('latin1').decode(reader.bytes(bytes)).replace(/\0.*/s, '');
}

/** Returns the names of the bits that are set, the lowest of them named first. */
export function formatNumberedBits(
  bits: number,
  names: readonly string[],
  separator?: string,
): string {
  const pairs = names.map((name, i) => [1 << i, name] as const).filter(([, name]) => name !== '');
  return formatBits(bits, pairs, separator);
}

/** Returns a value in hexadecimal, 0 without a prefix, as `%#x` does. */
export const alternateHex = (value: number): string =>
  value === 0 ? '0' : `0x${value.toString(16)}`;
