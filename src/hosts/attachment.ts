/** Finds the device of the switch that the host of a logical port is attached to. */
import type { Databases, LogicalPort, PortBinding } from './databases.js';

export interface Attachment {
  /** The name of the Interface. */
  readonly device: string;
  /** The VLAN of a container's frames. */
  readonly vlan?: number;
}

/** The reason why there is no host behind a port, as text for the user. */
export interface NoHost {
  readonly problem: string;
}

/** Returns the attachment of the host behind a logical port, or the reason why there is none. */
export function attachmentOf(name: string, databases: Databases): Attachment | NoHost {
  const port = databases.nb.findByIndex('Logical_Port', { name });
  if (!port) return { problem: `there is no logical port '${name}'` };
  if (port.type !== '') {
    return { problem: `'${name}' is a port of type ${port.type}, which has no host` };
  }
  const binding = databases.sb.findByIndex('Port_Binding', { logical_port: name });
  if (binding?.chassis === undefined) return { problem: notBound(port, name) };
  if (!isLocal(binding, databases)) {
    const chassis = databases.sb.get('Chassis', binding.chassis)?.name ?? '';
    return {
      problem: `'${name}' is bound to chassis ${chassis}, but only this chassis is simulated`,
    };
  }
  const device = deviceOf(binding.parent_port ?? name, databases);
  if (device === undefined) return { problem: notBound(port, name) };
  return binding.tag === undefined ? { device } : { device, vlan: binding.tag };
}

function notBound(port: LogicalPort, name: string): string {
  const id = port.parent_name ?? name;
  return `'${name}' is not bound: no interface of br-int has external_ids:iface-id=${id}`;
}

function isLocal(binding: PortBinding, { ovs, sb }: Databases): boolean {
  const root = [...ovs.rows('Open_vSwitch')][0];
  const name = root?.external_ids.get('system-id');
  const chassis = name === undefined ? undefined : sb.findByIndex('Chassis', { name });
  return chassis !== undefined && binding.chassis === chassis._uuid;
}

function deviceOf(logicalPort: string, { ovs }: Databases): string | undefined {
  for (const { name, external_ids } of ovs.rows('Interface')) {
    if (external_ids.get('iface-id') === logicalPort) return name;
  }
  return undefined;
}
