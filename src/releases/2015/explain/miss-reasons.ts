/** Why no logical flow of a stage was for a packet. */

import { listed } from '../../../explain/explanation.js';
import type { LogicalTable } from '../../../explain/logical-table.js';
import { NetworkNames } from '../../../explain/network-names.js';
import { destinationIp, destinationMac, ETH, sourceMac } from '../../../explain/packet-words.js';
import type { Step } from '../../../explain/path.js';
import { placeOf, stageIn } from '../../../explain/place.js';
import type { Reason } from '../../../explain/reason.js';
import { formatIpv4, formatMac } from '../../../lib/addresses.js';
import type { SbRow } from '../../../logical/databases.js';
import type { StageName } from '../northd/stages.js';
import type { Context, NbRow } from './context.js';
import { disabled } from './drop-reasons.js';

/** Why a packet met nothing in a logical table. */
export function missReason(context: Context, step: Step, table: LogicalTable): Reason {
  const names = new NetworkNames(context);
  const { packet } = step;
  const { datapath, inport, outport } = placeOf(names, packet);
  if (!datapath) return { cause: 'it is in no logical datapath that there is', instead: [] };
  const name = names.datapath(datapath._uuid);
  const stage = stageIn(context, table, datapath) as StageName | undefined;
  switch (stage) {
    case 'switch_in_port_sec': {
      const port = inport && portRow(context, inport);
      if (port) return portSecurity(port, 'send from', sourceMac(packet));
      break;
    }
    case 'switch_out_port_sec': {
      const port = outport && portRow(context, outport);
      if (port) return portSecurity(port, 'get packets for', destinationMac(packet));
      break;
    }
    case 'switch_in_l2_lkup':
      return noSuchAddress(context, name, packet);
    case 'router_in_admission':
    case 'router_out_delivery': {
      const row = stage === 'router_in_admission' ? inport : outport;
      const port = row && context.nb.get('Logical_Router_Port', row.logical_port);
      if (port) return routerPort(names.port(row), name, port, packet);
      break;
    }
    case 'router_in_ip_routing':
      return noRoute(context, datapath, name, packet);
    case 'router_in_arp': {
      const hop = formatIpv4(Number(packet.get('reg0')));
      return {
        cause: `${name} knows no port with the address ${hop}`,
        instead: [
          `a port of a switch that ${name} is connected to would have to have it: ovn-nbctl lport-set-addresses PORT 'MAC ${hop}'`,
        ],
      };
    }
    default:
  }
  const where =
    stage === undefined ? `table ${table.table} of ${table.pipeline}` : `stage ${stage}`;
  return { cause: `no logical flow in ${where} of ${name} is for it`, instead: [] };
}

const portRow = (
  { nb }: Context,
  { logical_port: name }: SbRow<'Port_Binding'>,
): NbRow<'Logical_Port'> | undefined => nb.findByIndex('Logical_Port', { name });

function portSecurity(
  { name, enabled, port_security }: NbRow<'Logical_Port'>,
  may: string,
  address: string,
): Reason {
  if (enabled === false) return disabled(name);
  return {
    cause: `port security lets port ${name} ${may} ${listed(port_security, 'or')} only, and this is ${address}`,
    instead: [`ovn-nbctl lport-set-port-security ${name} ${[...port_security, address].join(' ')}`],
  };
}

function noSuchAddress(context: Context, name: string, packet: Step['packet']): Reason {
  const address = destinationMac(packet);
  const elsewhere = [...context.nb.rows('Logical_Port')].filter(({ addresses }) =>
    addresses.some((text) => text.toLowerCase().startsWith(address)),
  );
  return {
    cause: `no port of ${name} has the address ${address}, and none takes packets for unknown addresses`,
    instead: [
      `ovn-nbctl lport-set-addresses PORT ${address}`,
      ...elsewhere.map((port) => `port ${port.name} has it, but is on another switch`),
    ],
  };
}

function routerPort(
  port: string,
  router: string,
  { enabled, mac }: NbRow<'Logical_Router_Port'>,
  packet: Step['packet'],
): Reason {
  if (enabled === false) {
    return {
      cause: `port ${port} of ${router} is disabled`,
      instead: [`ovn-nbctl set Logical_Router_Port ${port} enabled=true`],
    };
  }
  return {
    cause: `port ${port} of ${router} takes packets for ${mac} only, and this is for ${formatMac(packet.get('dl_dst'))}`,
    instead: [],
  };
}

function noRoute(
  { nb }: Context,
  { external_ids }: SbRow<'Datapath_Binding'>,
  name: string,
  packet: Step['packet'],
): Reason {
  if (packet.get('dl_type') !== ETH.IPV4) {
    return { cause: `${name} routes nothing but IPv4`, instead: [] };
  }
  const router = nb.get('Logical_Router', external_ids.get('logical-router') ?? '');
  const networks = (router?.ports ?? []).flatMap(
    (uuid) => nb.get('Logical_Router_Port', uuid)?.network ?? [],
  );
  return {
    cause: `${name} has no route to ${destinationIp(packet)}`,
    instead: [
      `its networks are ${listed(networks.sort())}, and it has no default gateway`,
      `ovn-nbctl set Logical_Router ${router?.name ?? ''} default_gw=ADDRESS`,
    ],
  };
}
