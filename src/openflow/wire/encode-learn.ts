/** The arguments of `learn`, which describe the flow that it makes. */
import type { LearnAction, LearnSpec, Subfield } from '../model/actions.js';
import type { ByteWriter } from './byte-writer.js';
import { putFieldHeader } from './field-bytes.js';

const FLAG = { sendFlowRemoved: 1, deleteLearned: 2 } as const;

/** Bits of a spec's header: what the new flow does with a value, and where that is from. */
const TO = { match: 0 << 11, load: 1 << 11, output: 2 << 11 } as const;
const FROM = { field: 0 << 13, constant: 1 << 13 } as const;

/** Writes everything behind the action's number. */
export function putLearn(out: ByteWriter, learn: LearnAction): void {
  out.uint(learn.idleTimeout, 2);
  out.uint(learn.hardTimeout, 2);
  out.uint(learn.priority, 2);
  out.big(learn.cookie, 8);
  const flags =
    (learn.sendFlowRemoved ? FLAG.sendFlowRemoved : 0) |
    (learn.deleteLearned ? FLAG.deleteLearned : 0);
  out.uint(flags, 2);
  out.uint(learn.table, 1);
  out.zeros(1);
  out.uint(learn.finIdleTimeout, 2);
  out.uint(learn.finHardTimeout, 2);
  for (const spec of learn.specs) putSpec(out, spec);
}

function putSpec(out: ByteWriter, spec: LearnSpec): void {
  if (spec.type === 'output') {
    out.uint(spec.source.width | TO.output | FROM.field, 2);
    putSubfield(out, spec.source);
    return;
  }
  const { source, destination } = spec;
  if (typeof source === 'bigint') {
    out.uint(destination.width | TO[spec.type] | FROM.constant, 2);
    out.big(source, 2 * Math.ceil(destination.width / 16));
  } else {
    out.uint(destination.width | TO[spec.type] | FROM.field, 2);
    putSubfield(out, source);
  }
  putSubfield(out, destination);
}

function putSubfield(out: ByteWriter, { field, offset }: Subfield): void {
  putFieldHeader(out, field, 0);
  out.uint(offset, 2);
}
