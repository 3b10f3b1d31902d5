/** Requests about groups, and what a switch does with them. */

import { OpenFlowError } from '../model/errors.js';
import { BUCKET, type Bucket, GROUP, type Group, type GroupSpec, watches } from '../model/group.js';
import { Match } from '../model/match.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { type MessageReader, receiveActions } from '../wire/check-received.js';
import { wireActions } from '../wire/convert-actions.js';
import { EMPTY_FLOW_MOD } from '../wire/convert-flow-mod.js';
import { selectFlows } from './apply-flow-mod.js';
import type { Bridge } from './bridge.js';

export type GroupCommand = 'add' | 'modify' | 'delete' | 'insert_bucket' | 'remove_bucket';

/** A request to change groups. */
export interface GroupMod extends GroupSpec {
  readonly command: GroupCommand;
  /** The bucket that buckets are put after, or that is taken out. */
  readonly commandBucket: number;
}

/**
 * The request that arrives where this one is sent in `version`.
 *
 * @throws OpenFlowError where the reader cannot make sense of it.
 */
export function wireGroupMod(
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
    actions: wireActions(bucket.actions, version, Match.ANY),
  }));
  for (const { actions } of buckets) receiveActions(actions, version, reader);
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
 * Buckets with a number each. Those that have none get one that no later bucket has;
 * of earlier ones the reference does not think.
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

function haveSameId(buckets: readonly Bucket[]): boolean {
  return new Set(buckets.map(({ id }) => id)).size < buckets.length;
}

function checkGroup({ type, buckets, selection }: GroupMod): void {
  if (haveSameId(buckets)) {
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

/**
 * Carries out a request; `now` is in milliseconds since the epoch. Throws
 * {@link OpenFlowError}, and then nothing has changed.
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

/** A group that is modified counts from zero, but is as old as before. */
function modifyGroup(bridge: Bridge, mod: GroupMod): void {
  if (mod.id > GROUP.MAX) throw new OpenFlowError('OFPGMFC_INVALID_GROUP');
  const old = bridge.groups.get(mod.id);
  if (old === undefined) throw new OpenFlowError('OFPGMFC_UNKNOWN_GROUP');
  const group = newGroup(mod, changedBuckets(old.buckets, mod), old.created);
  // It also goes to the end of the list of groups.
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
  // Like the reference, it notices only the next time that two buckets have one number.
  if (haveSameId(old)) throw new OpenFlowError('OFPGMFC_BUCKET_EXISTS');
  return [...old.slice(0, at), ...mod.buckets, ...old.slice(at)];
}

/** Where a bucket stands; -1 for the first or last of none. */
function bucketIndex(buckets: readonly Bucket[], id: number): number {
  if (id === BUCKET.FIRST) return Math.min(0, buckets.length - 1);
  if (id === BUCKET.LAST) return buckets.length - 1;
  const at = buckets.findIndex((bucket) => bucket.id === id);
  if (at < 0) throw new OpenFlowError('OFPGMFC_UNKNOWN_BUCKET');
  return at;
}

/** The flows that send packets to a group go with it. */
function deleteGroup(bridge: Bridge, id: number): void {
  if (!bridge.groups.delete(id)) return;
  bridge.touch();
  for (const flow of groupFlows(bridge, id)) bridge.deleteFlow(flow);
}

/** The flows that send packets to a group. */
export function groupFlows(bridge: Bridge, id: number): ReturnType<typeof selectFlows> {
  return selectFlows(bridge, { ...EMPTY_FLOW_MOD, outGroup: id });
}
