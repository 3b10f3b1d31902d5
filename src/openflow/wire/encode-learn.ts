/** Encodes `learn` (`struct nx_action_learn`). */

import type { LearnAction, LearnSpec, Subfield } from '../model/actions.js';
import type { ByteWriter } from './byte-writer.js';
import { putFieldHeader } from './field-bytes.js';

/** The flags of the flow (`NX_LEARN_F_*`). */
export const LEARN_FLAG = { sendFlowRemoved: 1, deleteLearned: 2 } as const;

/** The bits in the header of a spec for the use of a value (`NX_LEARN_DST_*`). */
export const LEARN_TO = { match: 0 << 11, load: 1 << 11, output: 2 << 11 } as const;

/** The bits for the origin of the value (`NX_LEARN_SRC_*`). */
export const LEARN_FROM = { field: 0 << 13, constant: 1 << 13 } as const;

/** The bits for the width of the value. */
export const LEARN_WIDTH = 0x3ff;

/** Encodes the bytes after the number of the action. */
export function putLearn(out: ByteWriter, learn: LearnAction): void {
  out.uint(learn.idleTimeout, 2);
  out.uint(learn.hardTimeout, 2);
  out.uint(learn.priority, 2);
  out.big(learn.cookie, 8);
  const flags =
    (learn.sendFlowRemoved ? LEARN_FLAG.sendFlowRemoved : 0) |
    (learn.deleteLearned ? LEARN_FLAG.deleteLearned : 0);
  out.uint(flags, 2);
  out.uint(learn.table, 1);
  out.zeros(1);
  out.uint(learn.finIdleTimeout, 2);
  out.uint(learn.finHardTimeout, 2);
  for (const spec of learn.specs) putSpec(out, spec);
}

function putSpec(out: ByteWriter, spec: LearnSpec): void {
  if (spec.type === 'output') {
    out.uint(spec.source.width | LEARN_TO.output | LEARN_FROM.field, 2);
    putSubfield(out, spec.source);
    return;
  }
  const { source, destination } = spec;
  if (typeof source === 'bigint') {
    out.uint(destination.width | LEARN_TO[spec.type] | LEARN_FROM.constant, 2);
    out.big(source, 2 * Math.ceil(destination.width / 16));
  } else {
    out.uint(destination.width | LEARN_TO[spec.type] | LEARN_FROM.field, 2);
    putSubfield(out, source);
  }
  putSubfield(out, destination);
}

function putSubfield(out: ByteWriter, { field, offset }: Subfield): void {
  putFieldHeader(out, field, 0);
  out.uint(offset, 2);
}
