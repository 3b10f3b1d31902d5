/** Formats groups and requests about groups, as parts of OpenFlow messages. */

import { FIELDS, fullMask } from '../../openflow/model/fields.js';
import {
  BUCKET,
  type Bucket,
  GROUP,
  type Group,
  type GroupSelection,
  type GroupSpec,
} from '../../openflow/model/group.js';
import type { GroupCommand, GroupMod } from '../../openflow/model/group-mod.js';
import { PORT } from '../../openflow/model/openflow-ports.js';
import type { OpenFlowVersion } from '../../openflow/model/protocols.js';
import { formatActionList } from '../../openflow/text/format-actions.js';
import { formatFieldValue } from '../../openflow/values/field-values.js';
import { actionsLength } from '../../openflow/wire/lengths.js';
import { formatDuration } from './message-text.js';

/** Returns the text of a group; requests about buckets omit the type. Mirrors `ofp_print_group()`. */
export function formatGroup(group: GroupSpec, version: OpenFlowVersion, typed = true): string {
  const items = [`group_id=${group.id}`];
  if (typed) items.push(`type=${group.type}`);
  if (group.selection !== undefined) items.push(...formatSelection(group.selection));
  for (const bucket of group.buckets) {
    const weight = group.type === 'select' ? 1 : 0;
    items.push(`bucket=${formatBucket(bucket, weight, version)}`);
  }
  return items.join(',');
}

function formatSelection({ method, parameter, fields }: GroupSelection): string[] {
  const items = [`selection_method=${method}`];
  if (parameter !== 0n) items.push(`selection_method_param=${parameter}`);
  if (fields.size === 0) return items;
  const names = Object.values(FIELDS).flatMap((field) => {
    const mask = fields.get(field.name);
    if (mask === undefined) return [];
    return mask === fullMask(field)
      ? [field.name]
      : [`${field.name}=${formatFieldValue(field.name, mask)}`];
  });
  items.push(names.length === 1 ? `fields=${names[0]}` : `fields(${names.join(',')})`);
  return items;
}

function formatBucket(bucket: Bucket, defaultWeight: number, version: OpenFlowVersion): string {
  const items = [];
  if (version >= 15) items.push(`bucket_id:${formatBucketId(bucket.id)}`);
  if (bucket.weight !== defaultWeight) items.push(`weight:${bucket.weight}`);
  if (bucket.watchPort !== PORT.ANY) items.push(`watch_port:${bucket.watchPort}`);
  if (bucket.watchGroup !== GROUP.ANY) items.push(`watch_group:${bucket.watchGroup}`);
  items.push(`actions=${formatActionList(bucket.actions)}`);
  return items.join(',');
}

function formatBucketId(id: number): string {
  switch (id) {
    case BUCKET.FIRST:
      return 'first';
    case BUCKET.LAST:
      return 'last';
    case BUCKET.ALL:
      return 'all';
    default:
      return String(id);
  }
}

/** Returns the statistics of a group; versions before 1.3 do not have its age. */
export function formatGroupStats(
  group: Group,
  references: number,
  version: OpenFlowVersion,
  now: number,
): string {
  const items = [`group_id=${group.id}`];
  if (version >= 13) items.push(`duration=${formatDuration(now - group.created)}`);
  items.push(`ref_count=${references}`);
  items.push(`packet_count=${group.counters.packets}`, `byte_count=${group.counters.bytes}`);
  for (const [i, { packets, bytes }] of group.bucketCounters.entries()) {
    items.push(`bucket${i}:packet_count=${packets}`, `byte_count=${bytes}`);
  }
  return items.join(',');
}

/** Returns the size of a group in a list of groups. */
export function groupLength(group: GroupSpec, version: OpenFlowVersion): number {
  return group.buckets.reduce(
    (sum, { actions }) => sum + 16 + actionsLength(actions, version),
    version >= 15 ? 16 : 8,
  );
}

/** Returns the size of the statistics of a group. */
export function groupStatsLength(group: Group, version: OpenFlowVersion): number {
  return (version >= 13 ? 40 : 32) + 16 * group.buckets.length;
}

const COMMAND_WORDS: Readonly<Record<GroupCommand, string>> = {
  add: 'ADD',
  modify: 'MOD',
  delete: 'DEL',
  insert_bucket: 'INSERT_BUCKET',
  remove_bucket: 'REMOVE_BUCKET',
};

/** Returns the text of a group mod, without the header of the message. */
export function formatGroupMod(mod: GroupMod, version: OpenFlowVersion): string {
  const ofBuckets = mod.command === 'insert_bucket' || mod.command === 'remove_bucket';
  const target = ofBuckets ? `command_bucket_id:${formatBucketId(mod.commandBucket)},` : '';
  const group = formatGroup(mod, version, !ofBuckets);
  return `${COMMAND_WORDS[mod.command]} ${target}${group}`;
}
