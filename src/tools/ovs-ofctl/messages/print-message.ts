/** Prints messages in bytes. Mirrors `ofp_to_string()`. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import type { TextLog } from '../../../openflow/values/text-log.js';
import {
  decodeHeader,
  HEADER_BYTES,
  messageVersion,
  type ReceivedMessage,
} from '../../../openflow/wire/decode-header.js';
import { hexDump } from '../../../openflow/wire/hex-dump.js';
import type { MessageName } from '../../../openflow/wire/message-table.js';
import { messageHeader } from '../message-text.js';
import { ASYNC_MESSAGES } from './async-messages.js';
import type { BodyPrinter } from './body.js';
import { CONTROL_MESSAGES } from './control-messages.js';
import { FLOW_MESSAGES } from './flow-messages.js';
import { GENEVE_MESSAGES } from './geneve-messages.js';
import { GROUP_MESSAGES } from './group-messages.js';
import { METER_MESSAGES } from './meter-messages.js';
import { PACKET_MESSAGES } from './packet-messages.js';
import { PORT_MESSAGES } from './port-messages.js';
import { QUEUE_MESSAGES } from './queue-messages.js';
import { TABLE_MESSAGES } from './table-messages.js';
import { WRAPPED_MESSAGES } from './wrapped-messages.js';

const BODIES: Readonly<Record<MessageName, BodyPrinter>> = {
  ...CONTROL_MESSAGES,
  ...ASYNC_MESSAGES,
  ...FLOW_MESSAGES,
  ...PACKET_MESSAGES,
  ...PORT_MESSAGES,
  ...QUEUE_MESSAGES,
  ...TABLE_MESSAGES,
  ...GROUP_MESSAGES,
  ...METER_MESSAGES,
  ...GENEVE_MESSAGES,
  ...WRAPPED_MESSAGES,
};

/** The minimum verbosity at which the bytes of a message are dumped, too. */
const WITH_BYTES = 5;

/** Returns the text of a message. Works on arbitrary bytes. */
export function formatMessage(bytes: Uint8Array, verbosity: number, log: TextLog): string {
  const problem = describeProblem(bytes, log);
  if (problem !== undefined) return problem + hexDump(bytes, true);
  let message: ReceivedMessage;
  try {
    message = decodeHeader(bytes, log);
  } catch (error) {
    return `${decodeErrorNote(error)}${hexDump(bytes, true)}`;
  }
  let text = headerOf(message, bytes);
  const print = (inner: Uint8Array, level: number) => formatMessage(inner, level, log);
  try {
    for (const part of BODIES[message.name]({ ...message, bytes, verbosity, log, print })) {
      text += part;
    }
  } catch (error) {
    text += ` ${decodeErrorNote(error)}`;
  }
  if (verbosity >= WITH_BYTES) text = ended(text) + hexDump(bytes, true);
  return ended(text);
}

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

function decodeErrorNote(error: unknown): string {
  if (!(error instanceof OpenFlowError)) throw error;
  return `***decode error: ${error.code}***\n`;
}

function headerOf({ name, version, xid }: ReceivedMessage, bytes: Uint8Array): string {
  const number = bytes[0] ?? 0;
  if (messageVersion(number) !== undefined) return messageHeader(name, version, xid);
  const hex = (value: number, width = 0) => `0x${value.toString(16).padStart(width, '0')}`;
  return `${name} (OF ${hex(number, 2)}) (xid=${hex(xid)}):`;
}

/** Returns a description of the error if the length of a message is wrong. */
function describeProblem(bytes: Uint8Array, log: TextLog): string | undefined {
  if (bytes.length === 0) return 'OpenFlow message is empty\n';
  if (bytes.length < HEADER_BYTES) {
    return `OpenFlow packet too short (only ${bytes.length} bytes):\n`;
  }
  const length = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
  if (length < bytes.length) {
    return `(***only uses ${length} bytes out of ${bytes.length}***)\n`;
  }
  if (length === bytes.length) return undefined;
  return `${partialHeader(bytes, log)}(***truncated to ${bytes.length} bytes from ${length}***)\n`;
}

function partialHeader(bytes: Uint8Array, log: TextLog): string {
  try {
    return `${headerOf(decodeHeader(bytes, log, true), bytes)}\n`;
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
    return '';
  }
}
