/** Defines the addresses and networks of a host. */
import type { IpAddress } from '../lib/ip.js';

/** A network of a host, and the router that leads out of it. */
export interface Subnet {
  /** The host's own address. */
  readonly address: IpAddress;
  /** The length of the prefix that all addresses of the network share. */
  readonly prefix: number;
  readonly gateway?: IpAddress;
}

export interface HostIdentity {
  /** The name of its logical port. */
  readonly name: string;
  readonly mac: bigint;
  readonly subnets: readonly Subnet[];
}
