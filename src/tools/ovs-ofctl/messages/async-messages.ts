/** Prints the asynchronous messages that a controller requests. Mirrors `ofp_print_nxt_set_async_config()`. */

import { OpenFlowError } from '../../../openflow/model/errors.js';
import type { ByteReader } from '../../../openflow/wire/byte-reader.js';
import { takeProperties } from '../../../openflow/wire/decode-properties.js';
import { type BodyPrinters, type PrintedMessage, readerOf } from './body.js';
import { removalReason } from './flow-messages.js';
import { packetReason } from './packet-messages.js';

/** Returns the function that names reasons by their number. */
const named =
  (...names: string[]) =>
  (reason: number): string =>
    names[reason] || String(reason);

/** The kinds of messages, in the order of their numbers, with their reasons. */
const KINDS: readonly (readonly [label: string, reason: (reason: number) => string])[] = [
  ['PACKET_IN', packetReason],
  ['PORT_STATUS', named('add', 'delete', 'modify')],
  ['FLOW_REMOVED', removalReason],
  ['ROLE_STATUS', named('master_request', 'configuration_changed', 'experimenter_data_changed')],
  ['TABLE_STATUS', named('', '', '', 'vacancy_down', 'vacancy_up')],
  ['REQUESTFORWARD', named('group_mod_request', 'meter_mod_request')],
];

/** The kinds before OpenFlow 1.4. */
const EARLY_KINDS = 3;
const LABEL_WIDTH = 16;
const REASON_BITS = 32;

/** The masks of reasons of one role, by kind. */
type Masks = number[];

function formatMasks(role: string, masks: readonly number[]): string {
  const lines = masks.map((mask, kind) => {
    const [label, reason] = KINDS[kind] ?? ['', String];
    const bits = Array.from({ length: REASON_BITS }, (_, i) => i);
    const reasons = bits.filter((i) => ((mask >>> i) & 1) === 1).map((i) => ` ${reason(i)}`);
    return `${label.padStart(LABEL_WIDTH)}:${mask === 0 ? ' (off)' : reasons.join('')}\n`;
  });
  return `\n ${role}:\n${lines.join('')}`;
}

function* printEarly(reader: ByteReader): Iterable<string> {
  const masks = Array.from(
    { length: EARLY_KINDS },
    () => [reader.uint(4), reader.uint(4)] as const,
  );
  yield formatMasks(
    'master',
    masks.map(([mask]) => mask),
  );
  yield formatMasks(
    'slave',
    masks.map(([, mask]) => mask),
  );
}

function* printAsync(message: PrintedMessage): Iterable<string> {
  const reader = readerOf(message);
  if (message.name === 'NXT_SET_ASYNC_CONFIG' || message.version < 14) {
    yield* printEarly(reader);
    return;
  }
  const slave: Masks = KINDS.map(() => 0);
  const master: Masks = KINDS.map(() => 0);
  try {
    for (const { type, payload } of takeProperties(reader)) {
      if (payload.left !== 4) throw new OpenFlowError('OFPBRC_BAD_LEN');
      // Even types are for the slave role, odd ones for the master role.
      const masks = type % 2 === 0 ? slave : master;
      if (type >> 1 < KINDS.length) masks[type >> 1] = payload.uint(4);
    }
  } catch (error) {
    // The reference prints the part that it has decoded.
    if (!(error instanceof OpenFlowError)) throw error;
  }
  yield formatMasks('master', master);
  yield formatMasks('slave', slave);
}

export const ASYNC_MESSAGES = {
  OFPT_GET_ASYNC_REQUEST: () => [],
  OFPT_GET_ASYNC_REPLY: printAsync,
  OFPT_SET_ASYNC: printAsync,
  NXT_SET_ASYNC_CONFIG: printAsync,
} satisfies BodyPrinters;
