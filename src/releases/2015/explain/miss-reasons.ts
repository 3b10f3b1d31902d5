/** Explains why a packet matched no logical flow of a stage. */

import { listed } from '../../../explain/explanation.js';
import type { LogicalTable } from '../../../explain/logical-table.js';
import { NetworkNames } from '../../../explain/network-names.js';
import { destinationIp, destinationMac, sourceMac } from '../../../explain/packet-words.js';
import type { Step } from '../../../explain/path.js';
import { placeOf, stageIn } from '../../../explain/place.js';
import type { Reason } from '../../../explain/reason.js';
import { formatIpv4 } from '../../../lib/addresses.js';
import { DL_TYPE } from '../../../lib/protocol-numbers.js';
import type { SbRow } from '../../../logical/databases.js';
import type { StageName } from '../northd/stages.js';
import type { Context, NbRow } from './context.js';
import { disabled } from './drop-reasons.js';

/** A packet at a logical table without a matching flow, and its place in the network. */
interface Miss {
  readonly context: Context;
  readonly packet: Step['packet'];
  readonly datapath: SbRow<'Datapath_Binding'>;
  /** The datapath as explanations name it: `switch sw0`. */
  readonly name: string;
  readonly inport: SbRow<'Port_Binding'> | undefined;
  readonly outport: SbRow<'Port_Binding'> | undefined;
}

/** Returns the reason for a miss, or `undefined` if there is no specific one. */
type MissReason = (miss: Miss) => Reason | undefined;

/** For stages that have a flow for every packet. */
const NEVER: MissReason = () => undefined;

const MISS_REASONS: Readonly<Record<StageName, MissReason>> = {
  switch_in_port_sec: ({ context, packet, inport }) => {
    const port = inport && portRow(context, inport);
    return port && portSecurity(port, 'send from', sourceMac(packet));
  },
  switch_in_pre_acl: NEVER,
  switch_in_acl: NEVER,
  switch_in_l2_lkup: ({ context, name, packet }) => noSuchAddress(context, name, packet),
  switch_out_pre_acl: NEVER,
  switch_out_acl: NEVER,
  switch_out_port_sec: ({ context, packet, outport }) => {
    const port = outport && portRow(context, outport);
    return port && portSecurity(port, 'receive packets for', destinationMac(packet));
  },
  router_in_admission: (miss) => routerPort(miss, miss.inport),
  router_in_ip_input: NEVER,
  router_in_ip_routing: noRoute,
  router_in_arp: ({ name, packet }) => {
    const hop = formatIpv4(Number(packet.get('reg0')));
    return {
      cause: `${name} knows no port with the address ${hop}`,
      instead: [
        `give it to a port of a switch that ${name} is connected to: ovn-nbctl lport-set-addresses PORT 'MAC ${hop}'`,
      ],
    };
  },
  router_out_delivery: (miss) => routerPort(miss, miss.outport),
};

/** Returns why a packet matched no flow of a logical table. */
export function missReason(context: Context, step: Step, table: LogicalTable): Reason {
  const names = new NetworkNames(context);
  const { packet } = step;
  const { datapath, inport, outport } = placeOf(names, packet);
  if (!datapath) return { cause: 'its logical datapath does not exist', instead: [] };
  const name = names.datapath(datapath._uuid);
  // The stages are those of this release.
  const stage = stageIn(context, table, datapath) as StageName | undefined;
  const miss = { context, packet, datapath, name, inport, outport };
  const reason = stage && MISS_REASONS[stage](miss);
  if (reason) return reason;
  const where = stage ? `stage ${stage}` : `table ${table.table} of ${table.pipeline}`;
  return { cause: `no logical flow in ${where} of ${name} matches it`, instead: [] };
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
    cause: `port security lets port ${name} ${may} ${listed(port_security, 'or')} only, not ${address}`,
    instead: [`ovn-nbctl lport-set-port-security ${name} ${[...port_security, address].join(' ')}`],
  };
}

function noSuchAddress(context: Context, name: string, packet: Step['packet']): Reason {
  const address = destinationMac(packet);
  const elsewhere = [...context.nb.rows('Logical_Port')].filter(({ addresses }) =>
    addresses.some((text) => text.toLowerCase().startsWith(address)),
  );
  return {
    cause: `no port of ${name} has the address ${address}, and none accepts packets for unknown addresses`,
    instead: [
      `ovn-nbctl lport-set-addresses PORT ${address}`,
      ...elsewhere.map((port) => `port ${port.name} has it, but on another switch`),
    ],
  };
}

function routerPort(
  { context, name, packet }: Miss,
  binding: SbRow<'Port_Binding'> | undefined,
): Reason | undefined {
  const row = binding && context.nb.get('Logical_Router_Port', binding.logical_port);
  if (!row) return undefined;
  const port = new NetworkNames(context).port(binding);
  if (row.enabled === false) {
    return {
      cause: `port ${port} of ${name} is disabled`,
      instead: [`ovn-nbctl set Logical_Router_Port ${port} enabled=true`],
    };
  }
  return {
    cause: `port ${port} of ${name} accepts only packets for ${row.mac}, and this is for ${destinationMac(packet)}`,
    instead: [],
  };
}

function noRoute({ context: { nb }, datapath, name, packet }: Miss): Reason {
  if (packet.get('dl_type') !== DL_TYPE.IPV4) {
    return { cause: `${name} routes only IPv4`, instead: [] };
  }
  const router = nb.get('Logical_Router', datapath.external_ids.get('logical-router') ?? '');
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
