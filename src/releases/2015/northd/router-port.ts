/** Parses the addresses of a Logical_Router_Port. */
import type { Uuid } from '../../../lib/uuid.js';
import { parseMaskedIp, prefixLength, scanMac } from '../../../northd/scan.js';
import { isEnabled, type LogicalRouterPort } from './northbound.js';

/** The parsed columns of a Logical_Router_Port. */
export interface RouterInterface {
  /** The name of its Port_Binding, which is its UUID. */
  readonly name: Uuid;
  readonly mac: string;
  readonly ip: number;
  readonly mask: number;
  readonly network: number;
  readonly broadcast: number;
  readonly prefixLength: number;
  readonly enabled: boolean;
}

/** Parses a Logical_Router_Port, or returns the reference's error message. */
export function parseRouterPort(
  port: LogicalRouterPort,
): { readonly interface: RouterInterface } | { readonly problem: string } {
  const mac = scanMac(port.mac);
  if (mac === undefined) return { problem: `bad 'mac' ${port.mac}` };
  const address = parseMaskedIp(port.network);
  const prefix = address && prefixLength(address.mask);
  if (!address || prefix === undefined || prefix === 32) {
    return { problem: `bad 'network' ${port.network}` };
  }
  const { ip, mask } = address;
  return {
    interface: {
      name: port._uuid,
      mac,
      ip,
      mask,
      network: (ip & mask) >>> 0,
      broadcast: (ip | ~mask) >>> 0,
      prefixLength: prefix,
      enabled: isEnabled(port),
    },
  };
}
