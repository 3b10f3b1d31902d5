/** Groups: sets of buckets of actions that flows may send packets to. */

import type { OfAction } from './actions.js';

export type GroupType = 'all' | 'select' | 'indirect' | 'ff';

export interface Bucket {
  readonly id: number;
  /** How often a select group chooses it, in proportion to the others. */
  readonly weight: number;
  /** The port whose life a fast failover group watches; ANY for none. */
  readonly watchPort: number;
  readonly watchGroup: number;
  readonly actions: readonly OfAction[];
}

export interface Group {
  readonly id: number;
  readonly type: GroupType;
  readonly buckets: readonly Bucket[];
  /** How a select group chooses, from OpenFlow 1.5 on. */
  readonly selectionMethod: string;
  readonly selectionParameter: bigint;
  /** When it came, in milliseconds since the epoch. */
  readonly created: number;
}
