/** Encodes the actions that choose among ports or links by a hash. */

import {
  BUNDLE_ALGORITHMS,
  HASH_FIELDS,
  MULTIPATH_ALGORITHMS,
  type OfAction,
} from '../model/actions.js';
import type { ByteWriter } from './byte-writer.js';
import { offsetAndWidth, putFieldHeader, putShortHeader } from './field-bytes.js';

/** Writes the arguments of `bundle` or `bundle_load` (`struct nx_action_bundle`). */
export function putBundle(out: ByteWriter, action: Extract<OfAction, { type: 'bundle' }>): void {
  const { destination } = action;
  out.uint(BUNDLE_ALGORITHMS.indexOf(action.algorithm), 2);
  out.uint(HASH_FIELDS.indexOf(action.fields), 2);
  out.uint(action.basis, 2);
  putFieldHeader(out, 'in_port', 0);
  out.uint(action.ports.length, 2);
  out.uint(destination ? offsetAndWidth(destination) : 0, 2);
  if (destination) putShortHeader(out, destination);
  else out.zeros(4);
  out.zeros(4);
  for (const port of action.ports) out.uint(port, 2);
}

/** Writes the arguments of `multipath` (`struct nx_action_multipath`). */
export function putMultipath(
  out: ByteWriter,
  action: Extract<OfAction, { type: 'multipath' }>,
): void {
  out.uint(HASH_FIELDS.indexOf(action.fields), 2);
  out.uint(action.basis, 2);
  out.zeros(2);
  out.uint(MULTIPATH_ALGORITHMS.indexOf(action.algorithm), 2);
  out.uint(action.links - 1, 2);
  out.uint(action.argument, 4);
  out.zeros(2);
  out.uint(offsetAndWidth(action.destination), 2);
  putShortHeader(out, action.destination);
}
