/**
 * Converts a group mod to what arrives over a connection. Mirrors `ofputil_encode_group_mod()`
 * followed by `ofputil_decode_group_mod()`.
 */

import { OpenFlowError } from '../model/errors.js';
import { BUCKET, type Bucket, watches } from '../model/group.js';
import type { GroupMod } from '../model/group-mod.js';
import { Match } from '../model/match.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { checkReceivedActions, type MessageReader } from './check-received.js';
import { convertActions } from './convert-actions.js';

/**
 * Returns the request as it arrives in `version`.
 *
 * @throws OpenFlowError if the reader rejects it.
 */
export function convertGroupMod(
  mod: GroupMod,
  version: OpenFlowVersion,
  reader: MessageReader,
): GroupMod {
  const numbered =
    version >= 15
      ? withBucketIds(mod.buckets)
      : mod.buckets.map((bucket, id) => ({ ...bucket, id }));
  const buckets = numbered.map((bucket) => ({
    ...bucket,
    actions: convertActions(bucket.actions, version, Match.ANY),
  }));
  for (const { actions } of buckets) checkReceivedActions(actions, version, reader);
  const { selection, ...common } = mod;
  const sent: GroupMod = {
    ...common,
    buckets,
    ...(version >= 15 && selection !== undefined ? { selection } : {}),
  };
  checkGroup(sent);
  return sent;
}

/**
 * Returns the buckets with a number each. A bucket without one gets the lowest number that no
 * later bucket has; like the reference, this disregards the numbers of earlier buckets.
 */
export function withBucketIds(buckets: readonly Bucket[]): readonly Bucket[] {
  const first = buckets.findIndex(({ id }) => id === BUCKET.ALL);
  const taken = new Set(buckets.slice(first + 1).map(({ id }) => id));
  let next = 0;
  return buckets.map((bucket) => {
    if (bucket.id !== BUCKET.ALL) return bucket;
    while (taken.has(next)) next++;
    return { ...bucket, id: next++ };
  });
}

/**
 * Checks a decoded request; the last part of `ofputil_decode_group_mod()`.
 *
 * @throws OpenFlowError
 */
export function checkGroup({ type, buckets, selection }: GroupMod): void {
  if (new Set(buckets.map(({ id }) => id)).size < buckets.length) {
    throw new OpenFlowError('OFPGMFC_BAD_BUCKET');
  }
  if (selection !== undefined && (selection.method !== 'hash' || type !== 'select')) {
    throw new OpenFlowError('OFPBPC_BAD_VALUE');
  }
  if (type === 'indirect' && buckets.length !== 1) {
    throw new OpenFlowError('OFPGMFC_INVALID_GROUP');
  }
  for (const bucket of buckets) {
    if (type === 'ff' && !watches(bucket)) throw new OpenFlowError('OFPGMFC_INVALID_GROUP');
    if ((type === 'all' || type === 'indirect') && watches(bucket)) {
      throw new OpenFlowError('OFPGMFC_WATCH_UNSUPPORTED');
    }
  }
}
