/** Explains why a logical flow drops a packet. */

import { listed } from '../../../explain/explanation.js';
import { NetworkNames } from '../../../explain/network-names.js';
import { sourceMac, vlanOf } from '../../../explain/packet-words.js';
import type { Step } from '../../../explain/path.js';
import { placeOf } from '../../../explain/place.js';
import type { Reason } from '../../../explain/reason.js';
import { NW_PROTO } from '../../../lib/protocol-numbers.js';
import type { SbRow } from '../../../logical/databases.js';
import { formatAcl } from '../../../logical/format-acl.js';
import { type Context, originOf } from './context.js';
import { explainLogicalFlow } from './explain-logical-flow.js';
import { nearestAcl } from './nearest-acl.js';

const { ICMP, TCP } = NW_PROTO;
const TCP_SYN = 0x02n;
const TCP_ACK = 0x10n;

/** Returns why `row`, the last logical flow that the packet matched, drops it. */
export function dropReason(context: Context, { packet }: Step, row: SbRow<'Logical_Flow'>): Reason {
  const names = new NetworkNames(context);
  const datapath = names.datapath(row.logical_datapath);
  const { inport, outport } = placeOf(names, packet);
  const origin = originOf(context, row._uuid);
  switch (origin?.purpose) {
    case 'acl': {
      const acl = context.nb.get('ACL', origin.owner.uuid);
      if (!acl) break;
      const groups = context.aclOrigin(acl)?.groups;
      return {
        cause: `an ACL of ${datapath} drops it, ${formatAcl(acl).trimStart()}`,
        instead: [
          ...nearestAcl(context, row, acl, packet),
          ...(groups ? [`no rule of the port's security groups allows it: ${listed(groups)}`] : []),
        ],
      };
    }
    case 'drop-invalid':
      return {
        cause: looksLikeReply(packet)
          ? 'it is a reply that belongs to no known connection'
          : 'the connection tracker finds it invalid',
        instead: [
          `the connection must start first, through ${datapath} in conntrack zone ${packet.get(context.dialect.layout.fields.ctZone)}: see ovs-appctl dpctl/dump-conntrack`,
        ],
      };
    case 'drop-tagged': {
      const name = inport ? names.port(inport) : 'the port';
      return {
        cause: `it has VLAN tag ${vlanOf(packet)}, and ${datapath} accepts no tagged packets from port ${name}`,
        instead: containersBehind(context, name),
      };
    }
    case 'drop-multicast-source':
      return {
        cause: `it comes from ${sourceMac(packet)}, which is a multicast address`,
        instead: [],
      };
    case 'disable-port': {
      const name = outport ? names.port(outport) : '';
      return disabled(name);
    }
    default:
  }
  const { sentence } = explainLogicalFlow(context, row);
  return { cause: sentence.charAt(0).toLowerCase() + sentence.slice(1, -1), instead: [] };
}

/** Returns the reason for a disabled port. */
export const disabled = (port: string): Reason => ({
  cause: `port ${port} is disabled`,
  instead: [`ovn-nbctl lport-set-enabled ${port} enabled`],
});

/** Returns true if a packet looks like the answer to another. */
function looksLikeReply(packet: Step['packet']): boolean {
  const protocol = packet.get('nw_proto');
  if (protocol === ICMP) return packet.get('tp_src') === 0n;
  const flags = packet.get('tcp_flags');
  return protocol === TCP && (flags & TCP_ACK) !== 0n && (flags & TCP_SYN) !== 0n;
}

/** Returns the VLAN tags of the containers behind a port. */
export function containersBehind({ nb }: Context, parent: string): string[] {
  const containers = [...nb.rows('Logical_Port')].flatMap(({ name, parent_name, tag }) =>
    parent_name === parent && tag !== undefined ? [`${tag} (${name})`] : [],
  );
  return containers.length === 0
    ? [`no logical port has ${parent} as its parent`]
    : [`the tags of the containers behind ${parent} are ${containers.join(', ')}`];
}
