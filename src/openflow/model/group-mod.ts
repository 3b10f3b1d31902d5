/** Requests to change groups: the counterpart of `struct ofputil_group_mod`. */

import type { GroupSpec } from './group.js';

export type GroupCommand = 'add' | 'modify' | 'delete' | 'insert_bucket' | 'remove_bucket';

/** The numbers of the commands in messages (`OFPGC11_*`, `OFPGC15_*`). */
export const GROUP_COMMAND_CODES: Readonly<Record<GroupCommand, number>> = {
  add: 0,
  modify: 1,
  delete: 2,
  insert_bucket: 3,
  remove_bucket: 5,
};

/** A request to change groups. */
export interface GroupMod extends GroupSpec {
  readonly command: GroupCommand;
  /** The bucket to insert buckets after, or the one to remove. */
  readonly commandBucket: number;
}
