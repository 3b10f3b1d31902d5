/** Learns from packets behind which port an address is. */
import type { Flow } from '../../packet/flow.js';
import type { DatapathBridge, PortBundle } from './datapath-bridge.js';
import { isGratuitousArp } from './gratuitous-arp.js';

/** A packet that a bridge may learn from: its flow when it arrived, and its VLAN. */
export interface Lesson {
  readonly flow: Flow;
  readonly vlan: number;
}

/**
 * Learns the sender of a packet, if the port on which it arrived still exists. Mirrors
 * `update_learning_table()`.
 */
export function learnSender(bridge: DatapathBridge, { flow, vlan }: Lesson): void {
  const bundle = bridge.ports.get(Number(flow.get('in_port')))?.bundle;
  const mac = flow.get('dl_src');
  const { macs } = bridge;
  if (bundle === undefined || !macs.mayLearn(mac, vlan)) return;
  const known = macs.lookup(mac, vlan);
  const gratuitous = isGratuitousArp(flow);
  const isNews = known === undefined || known.port !== bundle || macs.age(known) > 0;
  if (!isNews && !gratuitous) return;
  // A packet sent by a bond may return on another of its links, which would move the sender.
  const bonded = bundle.bond !== undefined;
  macs.learn(mac, vlan, bundle, {
    locks: gratuitous && !bonded,
    yields: gratuitous && bonded,
  });
}

/**
 * Returns the bundle through which packets for `mac` leave, if known.
 *
 * @param pending packets of the same translation that are not learned yet.
 */
export function findReceiver(
  bridge: DatapathBridge,
  mac: bigint,
  vlan: number,
  pending: readonly Lesson[],
): PortBundle | undefined {
  if (!bridge.macs.mayLearn(mac, vlan)) return undefined;
  const lesson = pending.findLast((item) => item.vlan === vlan && item.flow.get('dl_src') === mac);
  const inPort = lesson && bridge.ports.get(Number(lesson.flow.get('in_port')));
  return inPort?.bundle ?? bridge.macs.lookup(mac, vlan)?.port;
}
