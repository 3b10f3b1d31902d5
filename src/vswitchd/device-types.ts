import type { PortKind } from '../openflow/model/bridge-port.js';

/**
 * The types of interfaces, and what stands behind each. As in ovs-sandbox, every
 * device but a patch port is a dummy, tunnels included.
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

/** True for ports that are dummy devices: all but patch ports, even tunnels. */
export function isDummy({ kind }: { readonly kind: PortKind }): boolean {
  return kind !== 'patch';
}

/** The types of interfaces that there are. */
export const INTERFACE_TYPES: readonly string[] = [...KINDS.keys()];

/** The types of datapaths that there are. */
export const DATAPATH_TYPES: readonly string[] = ['dummy', 'netdev', 'system'];

/** What stands behind an interface of this type; `undefined` where there is no such type. */
export function kindOfType(type: string): PortKind | undefined {
  return KINDS.get(type);
}

/** Whether no interface may have this name (`netdev_is_reserved_name`). */
export function isReservedName(name: string): boolean {
  return DATAPATH_TYPES.some((type) => name === `ovs-${type}`);
}
