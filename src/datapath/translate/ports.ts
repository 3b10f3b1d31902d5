/**
 * Bridges and ports as the translation sees them: the counterparts of the
 * reference's `struct xbridge` and `struct xport`. Whoever owns the ports
 * implements these; the translation only asks.
 */
import type { Bridge, BridgePort } from '../../openflow/bridge.js';
import type { TranslationContext } from './context.js';

/** A port of a bridge. */
export interface XlatePort {
  readonly bridge: XlateBridge;
  /** Its OpenFlow number, settings, state and counters. */
  readonly port: BridgePort;
  /** Its number in the datapath; patch ports have none. */
  readonly odpPort: number | undefined;
  /** Where packets come out that go into this patch port. */
  readonly peer: XlatePort | undefined;
  /** Whether groups and bundles may count on it (`may_enable`). */
  readonly live: boolean;
  /** What makes it a tunnel. */
  readonly tunnel: TunnelSettings | undefined;
}

/** How packets go into a tunnel and come out of it: `struct netdev_tunnel_config`. */
export interface TunnelSettings {
  /** The type of the interface: `geneve`, `vxlan` ... */
  readonly type: string;
  readonly localIp: 'flow' | number;
  readonly remoteIp: 'flow' | number;
  readonly inKey: 'flow' | 'none' | bigint;
  readonly outKey: 'flow' | 'none' | bigint;
  readonly destinationPort: number;
  readonly tos: 'inherit' | number;
  readonly ttl: 'inherit' | number;
  readonly dontFragment: boolean;
  readonly checksum: boolean;
}

/** A bridge: its flows, groups and ports. */
export interface XlateBridge {
  readonly bridge: Bridge;
  /** The port with this OpenFlow number. */
  port(number: number): XlatePort | undefined;
  /** All ports, in the order in which packets are flooded. */
  ports(): Iterable<XlatePort>;
  /** Does with the packet what an ordinary switch does: `xlate_normal`. */
  normal(context: TranslationContext): void;
}
