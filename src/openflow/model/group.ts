/** Groups: sets of buckets of actions that flows may send packets to. */

import type { OfAction } from './actions.js';
import type { FieldName } from './fields.js';
import { PORT } from './openflow-ports.js';

/** The types, in the order of their numbers. */
export const GROUP_TYPES = ['all', 'select', 'indirect', 'ff'] as const;

export type GroupType = (typeof GROUP_TYPES)[number];

/** Numbers that stand for groups, and the greatest that one group can have. */
export const GROUP = { MAX: 0xffffff00, ALL: 0xfffffffc, ANY: 0xffffffff } as const;

/** Numbers that stand for buckets, and the greatest that one bucket can have. */
export const BUCKET = {
  MAX: 0xffffff00,
  FIRST: 0xfffffffd,
  LAST: 0xfffffffe,
  ALL: 0xffffffff,
} as const;

export interface Bucket {
  /** Its number, by which OpenFlow 1.5 can name it; ALL where none was chosen. */
  readonly id: number;
  /** How often a select group chooses it, in proportion to the others. */
  readonly weight: number;
  /** The port whose life a fast failover group watches; ANY for none. */
  readonly watchPort: number;
  /** The group whose life it watches; ANY for none. */
  readonly watchGroup: number;
  readonly actions: readonly OfAction[];
}

/** How a select group chooses, which OpenFlow 1.5 can say. */
export interface GroupSelection {
  readonly method: string;
  readonly parameter: bigint;
  /** The fields that count, and which of their bits. */
  readonly fields: ReadonlyMap<FieldName, bigint>;
}

/** What a group is, without what has happened to it. */
export interface GroupSpec {
  readonly id: number;
  readonly type: GroupType;
  readonly buckets: readonly Bucket[];
  readonly selection?: GroupSelection;
}

/** How many packets and bytes have come along. */
export interface GroupCounters {
  packets: bigint;
  bytes: bigint;
}

export interface Group extends GroupSpec {
  /** When it came, in milliseconds since the epoch. */
  readonly created: number;
  readonly counters: GroupCounters;
  /** What each bucket has counted, in the buckets' order. */
  readonly bucketCounters: readonly GroupCounters[];
}

/** Whether a bucket depends on the life of a port or a group. */
export function watches(bucket: Bucket): boolean {
  return bucket.watchPort !== PORT.ANY || bucket.watchGroup !== GROUP.ANY;
}
