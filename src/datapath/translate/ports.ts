/**
 * Bridges and ports as the translation sees them: the counterparts of the
 * reference's `struct xbridge` and `struct xport`. Whoever owns the ports
 * implements these; the translation only asks.
 */

import type { BridgePort } from '../../openflow/model/bridge-port.js';
import type { Bridge } from '../../openflow/switch/bridge.js';
import type { TranslationContext } from './translation-context.js';

/** A port of a bridge. */
export interface XlatePort {
  readonly bridge: XlateBridge;
  /** Its OpenFlow number, settings, state and counters. */
  readonly port: BridgePort;
  /** Its number in the datapath; patch ports have none. */
  readonly odpPort: number | undefined;
  /** Where packets come out that go into this patch port. */
  readonly peer: XlatePort | undefined;
}

/** A bridge: its flows, groups and ports. */
export interface XlateBridge {
  readonly bridge: Bridge;
  /** The ports by their OpenFlow numbers, in the order in which they came. */
  readonly ports: ReadonlyMap<number, XlatePort>;
  /** Whether a controller is to get the packets that no flow matches. */
  readonly packetInOnMiss: boolean;
  /** Does with the packet what an ordinary switch does: `xlate_normal`. */
  normal(context: TranslationContext): void;
}
