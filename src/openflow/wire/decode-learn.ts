/** Decodes `learn` (`struct nx_action_learn`). */

import type { LearnAction, LearnSpec, Subfield } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import { lowBits } from '../model/fields.js';
import type { TextLog } from '../values/text-log.js';
import type { ByteReader } from './byte-reader.js';
import { badArgument, checkSource, takeNarrowField } from './decode-subfields.js';
import { LEARN_FLAG, LEARN_FROM, LEARN_TO, LEARN_WIDTH } from './encode-learn.js';

/** Decodes the bytes after the number of the action. */
export function decodeLearn(body: ByteReader, log: TextLog): LearnAction {
  const idleTimeout = body.uint(2);
  const hardTimeout = body.uint(2);
  const priority = body.uint(2);
  const cookie = body.big(8);
  const flags = body.uint(2);
  const table = body.uint(1);
  const pad = body.uint(1);
  const finIdleTimeout = body.uint(2);
  const finHardTimeout = body.uint(2);
  const known = LEARN_FLAG.sendFlowRemoved | LEARN_FLAG.deleteLearned;
  if (pad !== 0 || (flags & ~known) !== 0 || table === 255) badArgument();
  const specs: LearnSpec[] = [];
  while (body.left >= 2) {
    const header = body.uint(2);
    if (header === 0) break;
    specs.push(takeSpec(body, header, log));
  }
  if (!body.restIsZero()) badArgument();
  return {
    type: 'learn',
    table,
    priority,
    cookie,
    idleTimeout,
    hardTimeout,
    finIdleTimeout,
    finHardTimeout,
    sendFlowRemoved: (flags & LEARN_FLAG.sendFlowRemoved) !== 0,
    deleteLearned: (flags & LEARN_FLAG.deleteLearned) !== 0,
    specs,
  };
}

/** The size of a field in a spec: its header and an offset. */
const FIELD_BYTES = 6;

function takeSpec(body: ByteReader, header: number, log: TextLog): LearnSpec {
  const width = header & LEARN_WIDTH;
  const to = header & (LEARN_TO.load | LEARN_TO.output);
  const isConstant = (header & LEARN_FROM.constant) !== 0;
  const isOutput = to === LEARN_TO.output;
  if (isOutput ? isConstant : to !== LEARN_TO.match && to !== LEARN_TO.load) badArgument();
  const constantBytes = 2 * Math.ceil(width / 16);
  const needed = (isConstant ? constantBytes : FIELD_BYTES) + (isOutput ? 0 : FIELD_BYTES);
  if (body.left < needed) throw new OpenFlowError('OFPBAC_BAD_LEN');
  const source = isConstant
    ? body.big(constantBytes) & lowBits(width)
    : takeSpecField(body, width, log);
  if (typeof source !== 'bigint' && isOutput) return { type: 'output', source };
  const destination = takeSpecField(body, width, log);
  return { type: to === LEARN_TO.load ? 'load' : 'match', destination, source };
}

function takeSpecField(body: ByteReader, width: number, log: TextLog): Subfield {
  const { field } = takeNarrowField(body, 0);
  return checkSource({ field, offset: body.uint(2), width }, log);
}
