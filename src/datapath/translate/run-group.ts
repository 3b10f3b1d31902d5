/** Executes groups by choosing the buckets for a packet. */
import { hashBoolean, hashBytes, hashInteger, hashWide } from '../../lib/hash.js';
import { ALL_FIELDS, FIELDS, type Field, type FieldName } from '../../openflow/model/fields.js';
import type { Bucket, Group, GroupSelection } from '../../openflow/model/group.js';
import { Flow } from '../../packet/flow.js';
import { dependOnField, hasField, readField } from '../../packet/flow-fields.js';
import { putBig } from '../../packet/frame-writer.js';
import { orderActionSet } from './action-set.js';
import { firstLiveBucket, isLive } from './buckets.js';
import type { ActionOf } from './handler.js';
import { dependOnHashFields, hashSymmetricL4 } from './hash-fields.js';
import { recirculate } from './recirculate.js';
import { mayResubmit } from './resubmit-limits.js';
import type { TranslationContext } from './translation-context.js';

/**
 * Sends the packet to a group. If the group does not exist, the rest of the action list is skipped.
 */
export function toGroup(context: TranslationContext, action: ActionOf<'group'>): void {
  if (!mayResubmit(context)) return;
  const group = context.bridge.bridge.groups.get(action.group);
  if (group === undefined) {
    context.leavesList = true;
    return;
  }
  const before = context.inGroup;
  context.inGroup = true;
  runGroup(context, group);
  context.inGroup = before;
}

function runGroup(context: TranslationContext, group: Group): void {
  switch (group.type) {
    case 'all':
    case 'indirect':
      for (const bucket of group.buckets) runBucket(context, bucket);
      context.effects.push({ type: 'group', group, bucket: undefined });
      return;
    case 'select':
      runChosen(context, group, bestLiveBucket(context, group, basisOf(context, group)));
      return;
    case 'ff':
      runChosen(context, group, firstLiveBucket(context.bridge, group));
      return;
  }
}

function runChosen(context: TranslationContext, group: Group, bucket: Bucket | undefined): void {
  if (bucket === undefined) return;
  runBucket(context, bucket);
  context.effects.push({ type: 'group', group, bucket });
}

/** Executes the actions of a bucket on a copy of the packet. Mirrors `xlate_group_bucket()`. */
function runBucket(context: TranslationContext, bucket: Bucket): void {
  const { flow, wasMpls } = context;
  context.flow = new Flow(flow);
  context.depth++;
  context.run(orderActionSet(bucket.actions));
  context.depth--;
  if (context.recirculates) recirculate(context);
  context.flow = flow;
  context.wasMpls = wasMpls;
  // What ends the processing of the copy does not end that of the packet itself.
  context.exit = false;
}

/** Returns the live bucket with the highest weighted score (`group_best_live_bucket`). */
function bestLiveBucket(
  { bridge }: TranslationContext,
  group: Group,
  basis: number,
): Bucket | undefined {
  let best: Bucket | undefined;
  let bestScore = 0;
  for (const [place, bucket] of group.buckets.entries()) {
    if (!isLive(bridge, bucket)) continue;
    const score = Math.imul(hashInteger(place, basis) & 0xffff, bucket.weight) >>> 0;
    if (score >= bestScore) {
      best = bucket;
      bestScore = score;
    }
  }
  return best;
}

/** Returns the hash of a packet, which chooses a bucket. */
function basisOf({ flow, wildcards }: TranslationContext, { selection }: Group): number {
  if (selection !== undefined) return hashSelection(flow, selection, wildcards);
  const basis = hashSymmetricL4(flow, 0);
  dependOnHashFields(flow, wildcards, 'symmetric_l4');
  return basis;
}

function hashSelection(
  flow: Flow,
  { parameter, fields }: GroupSelection,
  wildcards: TranslationContext['wildcards'],
): number {
  const counted = new Set<FieldName>();
  for (const field of fields.keys()) {
    if (!hasField(flow, field)) continue;
    counted.add(field);
    for (const name of prerequisiteFields(FIELDS[field])) counted.add(name);
  }
  let hash = hashWide(parameter);
  for (const field of ALL_FIELDS) {
    if (!counted.has(field.name)) continue;
    const value = readField(flow, field.name) & (fields.get(field.name) ?? 0n);
    const bytes = new Uint8Array(field.bytes);
    putBig(bytes, 0, value, field.bytes);
    hash = hashBytes(bytes, hash);
    if (field.variableLength) hash = hashBoolean(readField(flow, field.name) !== 0n, hash);
    dependOnField(wildcards, field.name);
  }
  return hash;
}

/** Returns the fields on which a prerequisite depends. */
function prerequisiteFields({ prerequisite }: Field): readonly FieldName[] {
  switch (prerequisite) {
    case 'none':
      return [];
    case 'vlan':
      return ['vlan_tci'];
    case 'arp':
    case 'ipv4':
    case 'ipv6':
    case 'ip':
    case 'mpls':
      return ['eth_type'];
    case 'tcp':
    case 'udp':
    case 'sctp':
    case 'icmpv4':
    case 'icmpv6':
      return ['nw_proto', 'eth_type'];
    case 'nd':
    case 'nd_solicit':
    case 'nd_advert':
      return ['tcp_src', 'tcp_dst', 'nw_proto', 'eth_type'];
  }
}
