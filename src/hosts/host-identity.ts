/** Who a host is, and in which networks. */
import type { IpAddress } from './message.js';

/** A network that a host is in, and the router that leads out of it. */
export interface Subnet {
  /** The host's own address. */
  readonly address: IpAddress;
  /** How many leading bits all addresses of the network share. */
  readonly prefix: number;
  readonly gateway?: IpAddress;
}

export interface HostIdentity {
  /** The logical port that it is behind. */
  readonly name: string;
  readonly mac: bigint;
  readonly subnets: readonly Subnet[];
}
