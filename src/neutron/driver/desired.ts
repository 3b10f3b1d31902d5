/** Computes the northbound rows that should exist: a pure function of Neutron's state. */
import { parseIpv4 } from '../../lib/addresses.js';
import type { Uuid } from '../../lib/uuid.js';
import { parseCidr } from '../addressing/cidr.js';
import { fixedIps, isTrusted, ROUTER_INTERFACE_OWNER } from '../resources/port-rows.js';
import type { NeutronDatabase, NeutronRow } from '../schema.js';
import { aclKey, type DesiredAcl, dropAcls, type Member, ruleAcl } from './acl.js';
import { readProfile } from './binding-profile.js';
import { MARK, providerPortName, routerName, routerPortName, switchName } from './northbound.js';

type Network = NeutronRow<'Network'>;
type Port = NeutronRow<'Port'>;
type Settings = ReadonlyMap<string, string>;

export interface DesiredSwitch {
  readonly name: string;
  readonly external_ids: Settings;
}

export interface DesiredPort {
  readonly name: string;
  readonly type: string;
  readonly options: Settings;
  readonly parent_name: string | undefined;
  readonly tag: number | undefined;
  readonly addresses: readonly string[];
  readonly port_security: readonly string[];
  readonly enabled: boolean | undefined;
  readonly external_ids: Settings;
}

/** The interface of a router that belongs to a port. */
export interface DesiredRouterPort {
  readonly router: string;
  readonly name: string;
  readonly network: string;
  readonly mac: string;
}

/** Everything in the northbound database that belongs to a Neutron port. */
export interface DesiredPortRows {
  readonly switch: DesiredSwitch;
  readonly ports: readonly DesiredPort[];
  readonly acls: readonly DesiredAcl[];
  readonly routerPort?: DesiredRouterPort;
}

/** The largest VLAN tag of the northbound database. */
const MAX_TAG = 4095;

const isProvider = ({ physical_network }: Network): boolean =>
  physical_network !== undefined && physical_network !== '';

export function networkSwitch(network: Network): DesiredSwitch {
  const { physical_network, network_type, segmentation_id } = network;
  const provider: [string, string][] = isProvider(network)
    ? [
        [MARK.physicalNetwork, physical_network ?? ''],
        [MARK.networkType, network_type ?? ''],
        ...(segmentation_id
          ? [[MARK.segmentationId, String(segmentation_id)] satisfies [string, string]]
          : []),
      ]
    : [];
  return {
    name: switchName(network._uuid),
    external_ids: new Map([[MARK.network, network.name], ...provider]),
  };
}

export const routerIds = ({ name }: NeutronRow<'Router'>): Settings =>
  new Map([[MARK.router, name]]);

/** Returns the switch of a port: that of its network, or its own if it is in a provider network. */
const homeOf = (network: Network, port: Port): DesiredSwitch =>
  isProvider(network)
    ? { name: switchName(port._uuid), external_ids: new Map([[MARK.port, port.name]]) }
    : networkSwitch(network);

/** Returns the northbound rows of a port. */
export function portRows(neutron: NeutronDatabase, port: Port): DesiredPortRows {
  const network = neutron.get('Network', port.network);
  if (!network) throw new Error(`port ${port._uuid} is in no network`);
  const home = homeOf(network, port);
  const routerPort = interfaceOf(neutron, port);
  const own = logicalPort(neutron, port, routerPort);
  return {
    switch: home,
    ports: isProvider(network) ? [localnetPort(network, port), own] : [own],
    acls: portAcls(neutron, port, home.name),
    ...(routerPort ? { routerPort } : {}),
  };
}

function logicalPort(
  neutron: NeutronDatabase,
  port: Port,
  routerPort: DesiredRouterPort | undefined,
): DesiredPort {
  const { parent, tag, vtep } = readProfile(JSON.parse(port.binding_profile), () => true);
  const common = {
    name: port._uuid,
    parent_name: parent,
    tag,
    enabled: port.admin_state_up,
    external_ids: new Map([[MARK.port, port.name]]),
  };
  if (vtep) {
    return { ...common, type: 'vtep', options: vtep, addresses: ['unknown'], port_security: [] };
  }
  const ip = addressesOf(neutron, port).find((address) => parseIpv4(address) !== undefined);
  const address = ip === undefined ? port.mac_address : `${port.mac_address} ${ip}`;
  if (routerPort) {
    // The driver adds the option that names the router's port, whose UUID is not known here.
    return {
      ...{ ...common, type: 'router', options: new Map(), port_security: [] },
      addresses: [port.mac_address],
    };
  }
  return {
    ...{ ...common, type: '', options: new Map(), addresses: [address] },
    port_security: [...new Set([...port.other_macs, port.mac_address])].sort(),
  };
}

/** Returns the port that connects the switch of a port to its provider network. */
const localnetPort = (network: Network, port: Port): DesiredPort => ({
  name: providerPortName(port._uuid),
  type: 'localnet',
  options: new Map([['network_name', network.physical_network ?? '']]),
  parent_name: undefined,
  tag: vlanTag(network),
  addresses: ['unknown'],
  port_security: [],
  enabled: undefined,
  external_ids: new Map([[MARK.port, port.name]]),
});

/** Returns the VLAN of a provider network, if it is one that the northbound database can hold. */
function vlanTag({ segmentation_id: tag = 0 }: Network): number | undefined {
  return tag >= 1 && tag <= MAX_TAG ? tag : undefined;
}

const addressesOf = (neutron: NeutronDatabase, port: Port): readonly string[] =>
  fixedIps(neutron, port).map(({ ip_address }) => ip_address);

function interfaceOf(neutron: NeutronDatabase, port: Port): DesiredRouterPort | undefined {
  if (port.device_owner !== ROUTER_INTERFACE_OWNER) return undefined;
  const router = neutron.get('Router', port.device_id);
  // Routers of this release route IPv4 only.
  const fixed = fixedIps(neutron, port).find(
    ({ ip_address }) => parseIpv4(ip_address) !== undefined,
  );
  const subnet = fixed?.subnet === undefined ? undefined : neutron.get('Subnet', fixed.subnet);
  const cidr = subnet && parseCidr(subnet.cidr);
  if (!router || !fixed || !cidr) return undefined;
  return {
    router: routerName(router._uuid),
    name: routerPortName(port._uuid),
    network: `${fixed.ip_address}/${cidr.prefix}`,
    mac: port.mac_address,
  };
}

/** Returns the ACLs of a port, without repetitions. */
export function portAcls(
  neutron: NeutronDatabase,
  port: Port,
  home: string,
): readonly DesiredAcl[] {
  if (port.security_groups.length === 0 || isTrusted(port.device_owner)) return [];
  const acls = new Map<string, DesiredAcl>();
  for (const acl of dropAcls(port._uuid)) acls.set(aclKey(acl), acl);
  for (const group of port.security_groups) {
    for (const rule of rulesOf(neutron, group)) {
      const others =
        rule.remote_group === undefined ? [] : otherMembers(neutron, rule.remote_group, port._uuid);
      const acl = ruleAcl(rule, { id: port._uuid, switch: home }, others);
      if (acl && !acls.has(aclKey(acl))) acls.set(aclKey(acl), acl);
    }
  }
  return [...acls.values()];
}

/** Iterates over the rules of a group. */
export function* rulesOf(
  neutron: NeutronDatabase,
  group: Uuid,
): IterableIterator<NeutronRow<'Security_Group_Rule'>> {
  for (const { table, column, uuid } of neutron.referrers(group)) {
    if (table !== 'Security_Group_Rule' || column !== 'security_group') continue;
    const rule = neutron.get('Security_Group_Rule', uuid);
    if (rule) yield rule;
  }
}

/** Iterates over the ids of the ports in a group. */
export function* membersOf(neutron: NeutronDatabase, group: Uuid): IterableIterator<Uuid> {
  for (const { table, uuid } of neutron.referrers(group)) if (table === 'Port') yield uuid;
}

/** Returns the ports of a group except one, in order of their ids. */
function otherMembers(neutron: NeutronDatabase, group: Uuid, except: Uuid): readonly Member[] {
  const ids = [...membersOf(neutron, group)].filter((id) => id !== except).sort();
  return ids.flatMap((id) => {
    const port = neutron.get('Port', id);
    const network = port && neutron.get('Network', port.network);
    if (!port || !network) return [];
    return [{ id, addresses: addressesOf(neutron, port), switch: homeOf(network, port).name }];
  });
}
