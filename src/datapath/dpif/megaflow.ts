/**
 * One flow of a datapath: what is done with all packets that are alike in what the
 * translation looked at (`struct dp_netdev_flow` and its `struct udpif_key`).
 */
import type { Flow, Wildcards } from '../../packet/flow.js';
import type { DatapathPort } from '../bridge/datapath-bridge.js';
import type { OdpAction, SlowPathReason } from '../odp/odp-actions.js';
import type { Effect } from '../translate/effects.js';
import type { TranslationResult } from '../translate/translation-context.js';

/** What a translation came to, as long as nothing changes. */
export interface Verdict {
  /** What the datapath does; the slow path begins with sending the packet up. */
  readonly actions: readonly OdpAction[];
  readonly slow: ReadonlySet<SlowPathReason>;
  /** What each packet brings about besides. */
  readonly effects: readonly Effect[];
}

export interface Megaflow {
  /** The port that its packets come in through. */
  readonly port: DatapathPort;
  /** The flow of the packet that it was made for. */
  readonly flow: Flow;
  /** The bits that packets must have in common with that one. */
  wildcards: Wildcards;
  /** The bits that the verdict depends on. */
  readonly seen: Wildcards;
  /** The recirculation IDs that its actions were given. */
  readonly recirculations: readonly number[];
  verdict: Verdict;
  /** The change of tables and ports after which the verdict was last known to be right. */
  epoch: number;
  /** When it came, in milliseconds since the epoch. */
  readonly created: number;
  /** When a packet last took it; `undefined` where none has. */
  used: number | undefined;
  packets: number;
  bytes: number;
  /** All flags that TCP packets had. */
  tcpFlags: number;
}

/** What becomes of a translation in the datapath. */
export function verdictOf({ actions, slow, effects }: TranslationResult): Verdict {
  if (slow.size === 0) return { actions, slow, effects };
  const up: OdpAction = { type: 'userspace', pid: 0, cookie: { type: 'slow_path', reasons: slow } };
  return { actions: [up], slow, effects };
}
