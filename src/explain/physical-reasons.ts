/** Explains why a packet was lost between physical and logical ports. */

import { attachmentOf } from '../hosts/attachment.js';
import type { SbRow } from '../logical/databases.js';
import type { ExplainContext } from './context.js';
import { explainFlow } from './explain-flow.js';
import { NetworkNames } from './network-names.js';
import { vlanOf } from './packet-words.js';
import type { Step } from './path.js';
import { portText } from './physical.js';
import { placeOf } from './place.js';
import type { Reason } from './reason.js';

/** Returns why a physical flow drops a packet. */
export function physicalDrop(context: ExplainContext, { bridge, flow, packet }: Step): Reason {
  const names = new NetworkNames(context);
  const { inport, outport } = placeOf(names, packet);
  if (flow?.table === context.dialect.layout.tables.dropLoopback && inport && outport) {
    return {
      cause: `it would leave through logical port ${names.port(outport)}, where it came from`,
      instead: [],
    };
  }
  const sentence = flow === undefined ? '' : explainFlow(context, bridge, flow).sentence;
  return { cause: sentence.charAt(0).toLowerCase() + sentence.slice(1, -1), instead: [] };
}

/** Returns why no physical flow matched a packet. */
export function physicalMiss(context: ExplainContext, step: Step): Reason {
  const { table, packet, bridge } = step;
  const names = new NetworkNames(context);
  const { outport, group } = placeOf(names, packet);
  if (table === context.dialect.layout.tables.physicalToLogical) return unknownInput(context, step);
  if (outport) return notHere(context, names, outport);
  if (group) return noneHere(context, names, group);
  return { cause: `table ${table} of ${bridge.name} has no flow that matches it`, instead: [] };
}

/** Returns why a packet that arrived on a port without a logical port was lost. */
function unknownInput(context: ExplainContext, { bridge, packet }: Step): Reason {
  const number = Number(packet.get('in_port'));
  const device = bridge.ports.get(number)?.name ?? '';
  const at = portText(bridge, number);
  const id = context.ovs.findByIndex('Interface', { name: device })?.external_ids.get('iface-id');
  const vlan = vlanOf(packet);
  if (id !== undefined && context.nb.findByIndex('Logical_Port', { name: id })) {
    return {
      cause: `${at} has the iface-id of logical port ${id}, which is not bound to it`,
      instead: context.wording.containers(context, id),
    };
  }
  if (id !== undefined) {
    return {
      cause: `${at} has iface-id ${id}, and there is no such logical port`,
      instead: [context.wording.addPort(id)],
    };
  }
  const networks = [...context.sb.rows('Port_Binding')].filter(({ type }) => type === 'localnet');
  if (networks.length > 0 && device.startsWith('patch-')) {
    const tags = networks.map(
      ({ logical_port, tag }) =>
        `${logical_port} ${tag === undefined ? 'without a tag' : `with tag ${tag}`}`,
    );
    return {
      cause: `it came from a physical network ${vlan === undefined ? 'without a VLAN tag' : `with VLAN tag ${vlan}`}, and no localnet port accepts that`,
      instead: [`the localnet ports are ${tags.join(', ')}`],
    };
  }
  return {
    cause: `${at} belongs to no logical port`,
    instead: [`ovs-vsctl set Interface ${device} external_ids:iface-id=PORT`],
  };
}

/** Returns why a packet to a port that is neither local nor on a reachable chassis was lost. */
function notHere(context: ExplainContext, names: NetworkNames, row: SbRow<'Port_Binding'>): Reason {
  const name = names.port(row);
  if (row.type === 'localnet') return noMapping(name, row);
  const chassis = row.chassis && context.sb.get('Chassis', row.chassis)?.name;
  const problem = row.type === '' ? problemOf(context, row.logical_port) : undefined;
  if (chassis === undefined || problem === undefined || problem.includes('not bound')) {
    return {
      cause: problem ?? `logical port ${name} is not bound to a chassis`,
      instead:
        row.type === ''
          ? [
              `ovs-vsctl add-port br-int DEVICE -- set Interface DEVICE external_ids:iface-id=${row.parent_port ?? name}`,
            ]
          : [],
    };
  }
  return {
    cause: `logical port ${name} is on chassis ${chassis}, and no tunnel leads there`,
    instead: [],
  };
}

function problemOf(context: ExplainContext, name: string): string | undefined {
  const attachment = attachmentOf(name, context);
  return 'problem' in attachment ? attachment.problem : undefined;
}

function noMapping(name: string, { options }: SbRow<'Port_Binding'>): Reason {
  const network = options.get('network_name') ?? '';
  return {
    cause: `localnet port ${name} leads to physical network ${network}, for which this chassis has no bridge`,
    instead: [`ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge-mappings=${network}:BRIDGE`],
  };
}

/** Returns why a packet to a multicast group without a port on this chassis was lost. */
function noneHere(
  context: ExplainContext,
  names: NetworkNames,
  group: SbRow<'Multicast_Group'>,
): Reason {
  const members = names.network.members(group);
  const localnet = members.find(({ type }) => type === 'localnet');
  if (localnet) return noMapping(names.port(localnet), localnet);
  const [first] = members;
  if (first && members.length === 1) return notHere(context, names, first);
  return {
    cause: `multicast group ${group.name} has no port on this chassis`,
    instead: [`its ports are ${members.map((row) => names.port(row)).join(', ')}`],
  };
}
