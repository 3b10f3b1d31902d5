/** The arguments of the actions that choose among ports or links by a hash. */
import type {
  BundleAlgorithm,
  HashFields,
  MultipathAlgorithm,
  OfAction,
} from '../model/actions.js';
import type { ByteWriter } from './byte-writer.js';
import { offsetAndWidth, putFieldHeader, putShortHeader } from './field-bytes.js';

const HASH_FIELDS: readonly HashFields[] = [
  'eth_src',
  'symmetric_l4',
  'symmetric_l3l4',
  'symmetric_l3l4+udp',
];
const BUNDLE_ALGORITHMS: readonly BundleAlgorithm[] = ['active_backup', 'hrw'];
const MULTIPATH_ALGORITHMS: readonly MultipathAlgorithm[] = [
  'modulo_n',
  'hash_threshold',
  'hrw',
  'iter_hash',
];

/** Writes what stands behind the number of `bundle` and `bundle_load`. */
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

/** Writes what stands behind the number of `multipath`. */
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
