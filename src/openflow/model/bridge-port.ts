/** Ports of a bridge: the counterpart of `struct ofputil_phy_port` and its statistics. */

/** Settings that a controller can change, as bits (`OFPUTIL_PC_*`). */
export const PORT_CONFIG = {
  PORT_DOWN: 1 << 0,
  NO_STP: 1 << 1,
  NO_RECV: 1 << 2,
  NO_RECV_STP: 1 << 3,
  NO_FLOOD: 1 << 4,
  NO_FWD: 1 << 5,
  NO_PACKET_IN: 1 << 6,
} as const;

/** The state of a link, as bits (`OFPUTIL_PS_*`). */
export const PORT_STATE = {
  LINK_DOWN: 1 << 0,
  BLOCKED: 1 << 1,
  LIVE: 1 << 2,
} as const;

/** The kind of device behind a port. */
export type PortKind = 'local' | 'internal' | 'system' | 'patch' | 'tunnel';

export interface PortCounters {
  rxPackets: bigint;
  rxBytes: bigint;
  rxDropped: bigint;
  txPackets: bigint;
  txBytes: bigint;
  txDropped: bigint;
}

/** The description of a port to add. */
export interface PortSpec {
  readonly name: string;
  readonly kind: PortKind;
  /** The Ethernet address. */
  readonly address: bigint;
  /** Bits of {@link PORT_CONFIG}. */
  readonly config: number;
  /** Bits of {@link PORT_STATE}. */
  readonly state: number;
}

export interface BridgePort extends PortSpec {
  readonly number: number;
  address: bigint;
  config: number;
  state: number;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly counters: PortCounters;
}
