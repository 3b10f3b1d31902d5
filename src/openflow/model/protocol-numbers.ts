/** Groups of protocols that decide which fields a packet has. */
import { DL_TYPE, NW_PROTO } from '../../lib/protocol-numbers.js';

/** The protocols whose packets have ports. */
export const PROTOCOLS_WITH_PORTS: readonly bigint[] = [NW_PROTO.TCP, NW_PROTO.UDP, NW_PROTO.SCTP];

export const isMpls = (type: bigint): boolean =>
  type === DL_TYPE.MPLS || type === DL_TYPE.MPLS_MULTICAST;

export const isArp = (type: bigint): boolean => type === DL_TYPE.ARP || type === DL_TYPE.RARP;
