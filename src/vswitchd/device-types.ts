/** Lists the types of interfaces and datapaths. */
import type { PortKind } from '../openflow/model/bridge-port.js';

/**
 * The kinds of ports by interface type. As in ovs-sandbox, all devices except patch ports are
 * dummies, even tunnels.
 */
const KINDS: ReadonlyMap<string, PortKind> = new Map([
  ['dummy', 'system'],
  ['geneve', 'tunnel'],
  ['gre', 'tunnel'],
  ['internal', 'internal'],
  ['ipsec_gre', 'tunnel'],
  ['lisp', 'tunnel'],
  ['patch', 'patch'],
  ['stt', 'tunnel'],
  ['system', 'system'],
  ['tap', 'system'],
  ['vxlan', 'tunnel'],
]);

/** Returns true for ports that are dummy devices: all but patch ports, even tunnels. */
export function isDummy({ kind }: { readonly kind: PortKind }): boolean {
  return kind !== 'patch';
}

/** The supported types of interfaces. */
export const INTERFACE_TYPES: readonly string[] = [...KINDS.keys()];

/** The supported types of datapaths. */
export const DATAPATH_TYPES: readonly string[] = ['dummy', 'netdev', 'system'];

/**
 * Returns the kind of port for a type of interface, or `undefined` if the type is not supported.
 */
export function kindOfType(type: string): PortKind | undefined {
  return KINDS.get(type);
}

/** Returns true if no interface may have this name. Mirrors `netdev_is_reserved_name()`. */
export function isReservedName(name: string): boolean {
  return DATAPATH_TYPES.some((type) => name === `ovs-${type}`);
}
