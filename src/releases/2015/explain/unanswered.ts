/** Explains why an ARP request or a neighbour solicitation was not answered. */

import { closedOutput } from '../../../explain/closed-port.js';
import { NetworkNames } from '../../../explain/network-names.js';
import { type End, lastStep } from '../../../explain/path.js';
import { placeOf } from '../../../explain/place.js';
import type { Reason } from '../../../explain/reason.js';
import { reasonOf } from '../../../explain/reasons.js';
import { attachmentOf } from '../../../hosts/attachment.js';
import { parseIpv4 } from '../../../lib/addresses.js';
import type { IpAddress } from '../../../lib/ip.js';
import { formatIp, sameIp } from '../../../lib/ip.js';
import type { Uuid } from '../../../lib/uuid.js';
import type { ContextOfPackets, NbRow } from './context.js';
import { disabled } from './drop-reasons.js';

/**
 * Returns why no host or router answered for `target`.
 *
 * @param from the logical port that asked.
 * @param ends the ends of the request and its copies.
 */
export function unanswered(
  context: ContextOfPackets,
  target: IpAddress,
  from: string,
  ends: readonly End[],
): Reason {
  const port = portWith(context, target);
  if (port) return silentPort(context, port, from, ends);
  const router = routerPortWith(context, target);
  if (router) return silentRouter(context, router, ends);
  const text = formatIp(target);
  return {
    cause: `no port has the address ${text}`,
    instead: [`ovn-nbctl lport-set-addresses PORT 'MAC ${text}'`],
  };
}

function silentPort(
  context: ContextOfPackets,
  { name, enabled, parent_name }: NbRow<'Logical_Port'>,
  from: string,
  ends: readonly End[],
): Reason {
  const attachment = attachmentOf(name, context);
  if ('problem' in attachment) {
    const id = parent_name ?? name;
    return {
      cause: attachment.problem,
      instead: attachment.problem.includes('not bound')
        ? [`ovs-vsctl add-port br-int DEVICE -- set Interface DEVICE external_ids:iface-id=${id}`]
        : [],
    };
  }
  if (enabled === false) return disabled(name);
  const own = switchOf(context, name);
  const asking = switchOf(context, from);
  if (own !== asking) {
    return {
      cause: `port ${name} is on switch ${own}, and requests from port ${from} do not leave switch ${asking}`,
      instead: [`connect the two switches with a router, and make it the gateway of ${from}`],
    };
  }
  const names = new NetworkNames(context);
  const copies = ends.filter(
    (end) => placeOf(names, lastStep(end).packet).outport?.logical_port === name,
  );
  const lost = copies.find(({ fate }) => fate === 'lost');
  if (lost) return reasonOf(context, lastStep(lost));
  const closed = copies.map((end) => closedOutput(lastStep(end))).find(Boolean);
  return closed ?? { cause: `port ${name} does not answer`, instead: [] };
}

function silentRouter(
  context: ContextOfPackets,
  { _uuid, name }: NbRow<'Logical_Router_Port'>,
  ends: readonly End[],
): Reason {
  const names = new NetworkNames(context);
  const copy = ends.find(
    (end) =>
      end.fate === 'lost' && placeOf(names, lastStep(end).packet).inport?.logical_port === _uuid,
  );
  return copy
    ? reasonOf(context, lastStep(copy))
    : {
        cause: `router port ${name || _uuid}, which has this address, is not connected to this switch`,
        instead: [
          `ovn-nbctl set Logical_Port PORT type=router options:router-port=${_uuid} addresses='"MAC"'`,
        ],
      };
}

/** Returns the logical port of the host that has an address. */
function portWith({ nb, hosts }: ContextOfPackets, target: IpAddress) {
  for (const row of nb.rows('Logical_Port')) {
    const found = row.type === '' ? hosts.addressOf(row.name, target.family) : undefined;
    if (found && 'value' in found && sameIp(found, target)) return row;
  }
  return undefined;
}

function routerPortWith({ nb }: ContextOfPackets, { family, value }: IpAddress) {
  if (family !== 4) return undefined;
  for (const row of nb.rows('Logical_Router_Port')) {
    const [address = ''] = row.network.split('/');
    if (parseIpv4(address) === Number(value)) return row;
  }
  return undefined;
}

function switchOf({ nb }: ContextOfPackets, port: string): string | undefined {
  const row = nb.findByIndex('Logical_Port', { name: port });
  for (const { table, uuid } of row ? nb.referrers(row._uuid) : []) {
    if (table === 'Logical_Switch') return nameOf(nb, uuid);
  }
  return undefined;
}

const nameOf = (nb: ContextOfPackets['nb'], uuid: Uuid): string =>
  nb.get('Logical_Switch', uuid)?.name || uuid;
