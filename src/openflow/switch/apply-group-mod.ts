/** Applies group mods to a bridge. Mirrors `handle_group_mod()`. */

import { OpenFlowError } from '../model/errors.js';
import type { FlowEntry } from '../model/flow-entry.js';
import { EMPTY_FLOW_MOD } from '../model/flow-mod.js';
import { BUCKET, type Bucket, GROUP, type Group, type GroupSpec } from '../model/group.js';
import type { GroupMod } from '../model/group-mod.js';
import { selectFlows } from './apply-flow-mod.js';
import type { Bridge } from './bridge.js';

/**
 * Applies a request that arrived over a connection.
 *
 * @param now milliseconds since the epoch
 * @throws OpenFlowError if the switch refuses it, with nothing changed.
 */
export function applyGroupMod(bridge: Bridge, mod: GroupMod, now: number): void {
  switch (mod.command) {
    case 'add':
      if (mod.id > GROUP.MAX) throw new OpenFlowError('OFPGMFC_INVALID_GROUP');
      if (bridge.groups.has(mod.id)) throw new OpenFlowError('OFPGMFC_GROUP_EXISTS');
      bridge.groups.set(mod.id, newGroup(mod, mod.buckets, now));
      bridge.touch();
      return;
    case 'delete':
      for (const id of mod.id === GROUP.ALL ? [...bridge.groups.keys()] : [mod.id]) {
        deleteGroup(bridge, id);
      }
      return;
    default:
      modifyGroup(bridge, mod);
  }
}

function newGroup(spec: GroupSpec, buckets: readonly Bucket[], created: number): Group {
  const { id, type, selection } = spec;
  return {
    id,
    type,
    buckets,
    ...(selection === undefined ? {} : { selection }),
    created,
    counters: { packets: 0n, bytes: 0n },
    bucketCounters: buckets.map(() => ({ packets: 0n, bytes: 0n })),
  };
}

/** Replaces a group. Its counters restart, but its age does not. */
function modifyGroup(bridge: Bridge, mod: GroupMod): void {
  if (mod.id > GROUP.MAX) throw new OpenFlowError('OFPGMFC_INVALID_GROUP');
  const old = bridge.groups.get(mod.id);
  if (old === undefined) throw new OpenFlowError('OFPGMFC_UNKNOWN_GROUP');
  const group = newGroup(mod, changedBuckets(old.buckets, mod), old.created);
  // It also moves to the end of the list of groups.
  bridge.groups.delete(mod.id);
  bridge.groups.set(mod.id, group);
  bridge.touch();
}

function changedBuckets(old: readonly Bucket[], mod: GroupMod): readonly Bucket[] {
  switch (mod.command) {
    case 'insert_bucket':
      return insertBuckets(old, mod);
    case 'remove_bucket': {
      if (mod.commandBucket === BUCKET.ALL) return [];
      const at = bucketIndex(old, mod.commandBucket);
      return old.filter((_, i) => i !== at);
    }
    default:
      return mod.buckets;
  }
}

function insertBuckets(old: readonly Bucket[], mod: GroupMod): readonly Bucket[] {
  const at = mod.commandBucket === BUCKET.FIRST ? 0 : bucketIndex(old, mod.commandBucket) + 1;
  // Like copy_buckets_for_insert_bucket(), this checks the old buckets only, one insertion late.
  if (new Set(old.map(({ id }) => id)).size < old.length) {
    throw new OpenFlowError('OFPGMFC_BUCKET_EXISTS');
  }
  return [...old.slice(0, at), ...mod.buckets, ...old.slice(at)];
}

/** Returns the index of a bucket; -1 for the first or last of an empty list. */
function bucketIndex(buckets: readonly Bucket[], id: number): number {
  if (id === BUCKET.FIRST) return Math.min(0, buckets.length - 1);
  if (id === BUCKET.LAST) return buckets.length - 1;
  const at = buckets.findIndex((bucket) => bucket.id === id);
  if (at < 0) throw new OpenFlowError('OFPGMFC_UNKNOWN_BUCKET');
  return at;
}

/** Deletes a group and the flows that output to it. */
function deleteGroup(bridge: Bridge, id: number): void {
  if (!bridge.groups.delete(id)) return;
  bridge.touch();
  for (const flow of groupFlows(bridge, id)) bridge.deleteFlow(flow);
}

/** Returns the flows that output to a group. */
export function groupFlows(bridge: Bridge, id: number): FlowEntry[] {
  return selectFlows(bridge, { ...EMPTY_FLOW_MOD, outGroup: id });
}
