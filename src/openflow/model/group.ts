/** Groups of buckets of actions: the counterpart of `struct ofgroup`. */

import type { OfAction } from './actions.js';
import type { FieldName } from './fields.js';
import { PORT } from './openflow-ports.js';

/** The types, in the order of their numbers. */
export const GROUP_TYPES = ['all', 'select', 'indirect', 'ff'] as const;

export type GroupType = (typeof GROUP_TYPES)[number];

/** The reserved numbers of groups, and the highest number of a group. */
export const GROUP = { MAX: 0xffffff00, ALL: 0xfffffffc, ANY: 0xffffffff } as const;

/** The reserved numbers of buckets, and the highest number of a bucket. */
export const BUCKET = {
  MAX: 0xffffff00,
  FIRST: 0xfffffffd,
  LAST: 0xfffffffe,
  ALL: 0xffffffff,
} as const;

export interface Bucket {
  /** Its number in OpenFlow 1.5; ALL if the request does not choose one. */
  readonly id: number;
  /** Its share of the packets of a select group, relative to the other buckets. */
  readonly weight: number;
  /** The port whose liveness a fast failover group watches; ANY for none. */
  readonly watchPort: number;
  /** The group whose liveness it watches; ANY for none. */
  readonly watchGroup: number;
  readonly actions: readonly OfAction[];
}

/** The selection method of a select group, an extension of OpenFlow 1.5. */
export interface GroupSelection {
  readonly method: string;
  readonly parameter: bigint;
  /** The fields to hash, with masks. */
  readonly fields: ReadonlyMap<FieldName, bigint>;
}

/** A group without its statistics. */
export interface GroupSpec {
  readonly id: number;
  readonly type: GroupType;
  readonly buckets: readonly Bucket[];
  readonly selection?: GroupSelection;
}

/** Numbers of packets and bytes. */
export interface GroupCounters {
  packets: bigint;
  bytes: bigint;
}

export interface Group extends GroupSpec {
  /** The time of its creation, in milliseconds since the epoch. */
  readonly created: number;
  readonly counters: GroupCounters;
  /** The counters of each bucket. */
  readonly bucketCounters: readonly GroupCounters[];
}

/** Returns true if a bucket watches a port or a group; mirrors `ofputil_bucket_has_liveness()`. */
export function watches(bucket: Bucket): boolean {
  return bucket.watchPort !== PORT.ANY || bucket.watchGroup !== GROUP.ANY;
}
