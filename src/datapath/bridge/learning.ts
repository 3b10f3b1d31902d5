/** Learning where addresses are from the packets that come by. */

import type { Flow } from '../../packet/flow.js';
import type { Bundle } from './bundle.js';
import type { DatapathBridge } from './datapath-bridge.js';
import { isGratuitousArp } from './gratuitous-arp.js';

/** A packet that a bridge may learn from: its flow as it was then, and its VLAN. */
export interface Lesson {
  readonly flow: Flow;
  readonly vlan: number;
}

/**
 * Learns where the sender of a packet is (`update_learning_table`), if the port that
 * the packet came through still is there.
 */
export function learnSender(bridge: DatapathBridge, { flow, vlan }: Lesson): void {
  const bundle = bridge.ports.get(Number(flow.get('in_port')))?.bundle;
  const mac = flow.get('dl_src');
  const { macs } = bridge;
  if (bundle === undefined || !macs.mayLearn(mac, vlan)) return;
  const known = macs.lookup(mac, vlan);
  const gratuitous = isGratuitousArp(flow);
  const news = known === undefined || known.port !== bundle || macs.age(known) > 0;
  if (!news && !gratuitous) return;
  // What a bond sends may come back on another of its links, and would move the sender.
  const bonded = bundle.bond !== undefined;
  macs.learn(mac, vlan, bundle, {
    locks: gratuitous && !bonded,
    yields: gratuitous && bonded,
  });
}

/**
 * Where a packet for `mac` goes, as far as that is known, counting in the lessons
 * of packets that are not learned from yet.
 */
export function findReceiver(
  bridge: DatapathBridge,
  mac: bigint,
  vlan: number,
  pending: readonly Lesson[],
): Bundle | undefined {
  if (!bridge.macs.mayLearn(mac, vlan)) return undefined;
  const lesson = pending.findLast((item) => item.vlan === vlan && item.flow.get('dl_src') === mac);
  const inPort = lesson && bridge.ports.get(Number(lesson.flow.get('in_port')));
  return inPort?.bundle ?? bridge.macs.lookup(mac, vlan)?.port;
}
