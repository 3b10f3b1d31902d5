/** Applies the side effects of a translation for one packet (`xlate_push_stats`). */

import { OpenFlowError } from '../../openflow/model/errors.js';
import type { FlowEntry } from '../../openflow/model/flow-entry.js';
import type { Group } from '../../openflow/model/group.js';
import { PROTOCOL } from '../../openflow/model/protocols.js';
import { applyFlowMod } from '../../openflow/switch/apply-flow-mod.js';
import { learnSender } from '../bridge/learning.js';
import type { Effect } from '../translate/effects.js';
import type { DpifContext } from './dpif-context.js';

type EffectContext = Pick<DpifContext, 'bridges' | 'noteChange'>;

/** The properties of a packet that counters record. */
export interface PacketStats {
  readonly bytes: number;
  readonly tcpFlags: number;
  /** The time at which it was seen, in milliseconds since the epoch. */
  readonly time: number;
}

const FIN_OR_RST = 0x05;

/**
 * Applies effects for one packet. Flows count the packet before any of them is replaced by a
 * change.
 */
export function applyEffects(
  effects: readonly Effect[],
  packet: PacketStats,
  context: EffectContext,
): void {
  let changes = false;
  for (const effect of effects) {
    if (effect.type === 'learn') changes = true;
    else applyEffect(effect, packet, context);
  }
  if (!changes) return;
  for (const effect of effects) if (effect.type === 'learn') learnFlow(effect);
}

function applyEffect(
  effect: Exclude<Effect, { readonly type: 'learn' }>,
  packet: PacketStats,
  context: EffectContext,
): void {
  const bytes = BigInt(packet.bytes);
  switch (effect.type) {
    case 'table':
      effect.bridge.countLookup(effect.table, effect.matched);
      break;
    case 'flow':
      creditFlow(effect.flow, bytes, packet.time);
      break;
    case 'ports': {
      const { out, into } = effect;
      if (out !== undefined) {
        out.port.counters.txPackets++;
        out.port.counters.txBytes += bytes;
        context.noteChange(out);
      }
      if (into !== undefined) {
        into.port.counters.rxPackets++;
        into.port.counters.rxBytes += bytes;
        context.noteChange(into);
      }
      break;
    }
    case 'mac': {
      const bridge = context.bridges.get(effect.bridge.bridge.name);
      if (bridge !== undefined && bridge === effect.bridge) learnSender(bridge, effect);
      break;
    }
    case 'mirror':
      for (const mirror of effect.mirrors) {
        mirror.packets++;
        mirror.bytes += packet.bytes;
      }
      break;
    case 'fin_timeout':
      if ((packet.tcpFlags & FIN_OR_RST) !== 0) {
        effect.bridge.reduceTimeouts(effect.flow, effect.idle, effect.hard);
      }
      break;
    case 'group':
      creditGroup(effect.group, effect.bucket, bytes);
      break;
  }
}

function creditFlow(flow: FlowEntry, bytes: bigint, time: number): void {
  flow.packets++;
  flow.bytes += bytes;
  if (time > flow.used) flow.used = time;
}

function creditGroup(
  group: Group,
  bucket: Extract<Effect, { type: 'group' }>['bucket'],
  bytes: bigint,
) {
  const buckets = group.bucketCounters.filter(
    (_, i) => bucket === undefined || group.buckets[i] === bucket,
  );
  for (const counters of [group.counters, ...buckets]) {
    counters.packets++;
    counters.bytes += bytes;
  }
}

/** Adds a learned flow, and silently ignores one that cannot be added. */
function learnFlow({ bridge, mod }: Extract<Effect, { type: 'learn' }>): void {
  try {
    applyFlowMod(bridge, mod, PROTOCOL.OF10_NXM_TID);
  } catch (error) {
    if (!(error instanceof OpenFlowError)) throw error;
  }
}
