/**
 * Decodes the actions and instructions of a flow. Mirrors `ofpacts_pull_openflow_instructions()`.
 */

import type { OfAction } from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { checkNesting, type OuterAction } from '../rules/check-nesting.js';
import { BAD_MESSAGE, type TextLog } from '../values/text-log.js';
import { INSTRUCTION } from './action-codes.js';
import { ByteReader } from './byte-reader.js';
import { checkActionSet, type MessageReader } from './check-received.js';
import { decodeActions } from './decode-actions.js';

const logOf = (reader: MessageReader): TextLog => (reader.is === 'tool' ? reader.log : () => {});

/**
 * Decodes a list of actions that holds no instructions; in OpenFlow 1.0 one may travel as an action.
 *
 * @throws OpenFlowError
 */
export function decodeActionList(
  bytes: Uint8Array,
  version: OpenFlowVersion,
  reader: MessageReader,
  outer: OuterAction | 'apply_actions' = 'apply_actions',
): OfAction[] {
  const log = logOf(reader);
  if (bytes.length % 8 !== 0) {
    const why = `OpenFlow message actions length ${bytes.length} is not a multiple of 8`;
    log('WARN', 'ofp_actions', why, BAD_MESSAGE);
    throw new OpenFlowError('OFPBRC_BAD_LEN');
  }
  const actions = decodeActions(bytes, version, reader);
  checkNesting(actions, log, outer);
  return actions;
}

/** An instruction in a message. */
interface ReceivedInstruction {
  readonly type: number;
  readonly body: Uint8Array;
}

/** The sizes of instructions; those with actions have at least this size. */
const SIZES = new Map<number, number>([
  [INSTRUCTION.gotoTable, 8],
  [INSTRUCTION.writeMetadata, 24],
  [INSTRUCTION.writeActions, 8],
  [INSTRUCTION.applyActions, 8],
  [INSTRUCTION.clearActions, 8],
  [INSTRUCTION.meter, 8],
]);

const OPEN: readonly number[] = [INSTRUCTION.writeActions, INSTRUCTION.applyActions];

const EXPERIMENTER = 0xffff;
const ALIGNMENT = 8;

/**
 * Decodes the behavior of a flow: actions in OpenFlow 1.0, instructions in later versions.
 *
 * @throws OpenFlowError if one is invalid.
 */
export function decodeInstructions(
  bytes: Uint8Array,
  version: OpenFlowVersion,
  reader: MessageReader,
): OfAction[] {
  const log = logOf(reader);
  if (version === 10) {
    if (bytes.length % ALIGNMENT !== 0) return decodeActionList(bytes, version, reader);
    const actions = decodeActions(bytes, version, reader);
    checkNesting(actions, log);
    return actions;
  }
  if (bytes.length % ALIGNMENT !== 0) {
    const why = `OpenFlow message instructions length ${bytes.length} is not a multiple of 8`;
    log('WARN', 'ofp_actions', why, BAD_MESSAGE);
    throw new OpenFlowError('OFPBIC_BAD_LEN');
  }
  const found = new Map(splitInstructions(bytes, log).map(({ type, body }) => [type, body]));
  const actions: OfAction[] = [];
  for (const [type, decode] of DECODERS) {
    const body = found.get(type);
    if (body !== undefined) actions.push(...decode(body, version, reader));
  }
  checkNesting(actions, log);
  return actions;
}

function splitInstructions(bytes: Uint8Array, log: TextLog): ReceivedInstruction[] {
  const found: ReceivedInstruction[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = new ByteReader(bytes.subarray(at));
    const type = header.uint(2);
    const length = header.uint(2);
    if (length % ALIGNMENT !== 0 || length < ALIGNMENT || length > bytes.length - at) {
      log('WARN', 'ofp_actions', `bad instruction format at offset ${at}`, BAD_MESSAGE);
      throw new OpenFlowError('OFPBIC_BAD_LEN');
    }
    checkSize(type, length);
    if (found.some((other) => other.type === type)) throw new OpenFlowError('OFPBIC_DUP_INST');
    found.push({ type, body: bytes.subarray(at + 4, at + length) });
    at += length;
  }
  return found;
}

function checkSize(type: number, length: number): void {
  if (type === EXPERIMENTER) throw new OpenFlowError('OFPBIC_BAD_EXPERIMENTER');
  const size = SIZES.get(type);
  if (size === undefined) throw new OpenFlowError('OFPBIC_UNKNOWN_INST');
  if (OPEN.includes(type) ? length < size : length !== size) {
    throw new OpenFlowError('OFPBIC_BAD_LEN');
  }
}

type InstructionDecoder = (
  body: Uint8Array,
  version: OpenFlowVersion,
  reader: MessageReader,
) => readonly OfAction[];

/** The size of the padding before the actions of an instruction. */
const PADDING = 4;

/** The instructions in the order in which a flow executes them. */
const DECODERS: readonly (readonly [type: number, decode: InstructionDecoder])[] = [
  [INSTRUCTION.meter, (body) => [{ type: 'meter', meter: new ByteReader(body).uint(4) }]],
  [
    INSTRUCTION.applyActions,
    (body, version, reader) => decodeActions(body.subarray(PADDING), version, reader),
  ],
  [INSTRUCTION.clearActions, () => [{ type: 'clear_actions' }]],
  [
    INSTRUCTION.writeActions,
    (body, version, reader) => {
      const actions = decodeActions(body.subarray(PADDING), version, reader);
      checkActionSet(actions, version, reader);
      return [{ type: 'write_actions', actions }];
    },
  ],
  [
    INSTRUCTION.writeMetadata,
    (body) => {
      const numbers = new ByteReader(body.subarray(PADDING));
      return [{ type: 'write_metadata', value: numbers.big(8), mask: numbers.big(8) }];
    },
  ],
  [INSTRUCTION.gotoTable, (body) => [{ type: 'goto_table', table: body[0] ?? 0 }]],
];
