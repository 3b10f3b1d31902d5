/**
 * Declares cached flows. A cached flow applies to all packets that agree in the bits on which the
 * translation depended (`struct dp_netdev_flow` and its `struct udpif_key`).
 */
import type { Flow, Wildcards } from '../../packet/flow.js';
import type { DatapathPort } from '../bridge/datapath-bridge.js';
import type { OdpAction, SlowPathReason } from '../odp/odp-actions.js';
import type { Effect } from '../translate/effects.js';
import type { TranslationResult } from '../translate/translation-context.js';

/** The result of a translation, valid until something changes. */
export interface Verdict {
  /** The datapath actions; on the slow path, they send the packet to userspace. */
  readonly actions: readonly OdpAction[];
  readonly slow: ReadonlySet<SlowPathReason>;
  /** The side effects of each packet. */
  readonly effects: readonly Effect[];
}

export interface Megaflow {
  /** The port on which its packets arrive. */
  readonly port: DatapathPort;
  /** The flow of the packet for which it was created. */
  readonly flow: Flow;
  /** The bits that it matches. */
  wildcards: Wildcards;
  /** The bits that the verdict depends on. */
  readonly seen: Wildcards;
  /** The recirculation IDs that its actions use. */
  readonly recirculations: readonly number[];
  verdict: Verdict;
  /** The epoch of tables and ports in which the verdict was last known to be valid. */
  epoch: number;
  /** The time at which it was added, in milliseconds since the epoch. */
  readonly created: number;
  /** The time at which a packet last matched it, if any. */
  used: number | undefined;
  packets: number;
  bytes: number;
  /** The TCP flags of its packets, combined. */
  tcpFlags: number;
}

/** Returns the verdict of a translation. */
export function verdictOf({ actions, slow, effects }: TranslationResult): Verdict {
  if (slow.size === 0) return { actions, slow, effects };
  const up: OdpAction = { type: 'userspace', pid: 0, cookie: { type: 'slow_path', reasons: slow } };
  return { actions: [up], slow, effects };
}
