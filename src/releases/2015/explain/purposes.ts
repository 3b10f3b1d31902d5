/** What the logical flows of ovn-northd do, in a sentence each. */

import { listed } from '../../../explain/explanation.js';
import type { Purpose } from '../northd/purpose.js';
import type { NbRow } from './context.js';

/** What a sentence about a logical flow speaks of. */
export interface Subject {
  /** `switch sw0`: where the flow is. */
  readonly datapath: string;
  /** The name of the port that it is about. */
  readonly port: string;
  readonly ingress: boolean;
  /** The row that it comes from, by its table. */
  readonly logicalPort?: NbRow<'Logical_Port'> | undefined;
  readonly acl?: NbRow<'ACL'> | undefined;
  readonly router?: NbRow<'Logical_Router'> | undefined;
  readonly routerPort?: NbRow<'Logical_Router_Port'> | undefined;
}

const aclsOf = ({ ingress, datapath }: Subject): string =>
  `${ingress ? 'from-lport' : 'to-lport'} ACL of ${datapath}`;

const securityOf = ({ logicalPort }: Subject): string | undefined => {
  const addresses = logicalPort?.port_security ?? [];
  return addresses.length === 0 ? undefined : `${listed(addresses, 'or')} only (port security)`;
};

function aclSentence({ acl, datapath }: Subject): string {
  if (!acl) return `an ACL of ${datapath} that is gone`;
  const where = acl.direction === 'to-lport' ? 'on the way to' : 'on the way from';
  const what = `what matches ${acl.match}, ${where} the ports of ${datapath}`;
  switch (acl.action) {
    case 'allow':
      return `an ACL lets through ${what}`;
    case 'allow-related':
      return `an ACL lets new connections begin with ${what}; all that belongs to them then gets through`;
    case 'drop':
      return `an ACL drops ${what}`;
    case 'reject':
      return `an ACL drops ${what} (in this version, reject does the same as drop)`;
  }
}

export const SENTENCES: Readonly<Record<Purpose, (subject: Subject) => string>> = {
  'drop-tagged': ({ datapath }) => `${datapath} takes no packets with a VLAN tag from its ports`,
  'drop-multicast-source': ({ datapath }) =>
    `${datapath} takes no packets from a multicast address, since nobody has one`,
  'skip-tracking': (it) =>
    `packets go on to the ACLs of ${it.datapath} without passing the connection tracker`,
  track: ({ datapath }) =>
    `${datapath} has an ACL with allow-related, so all IP packets pass the connection tracker before they meet its ACLs`,
  'allow-by-default': (it) => `what no ${aclsOf(it)} speaks of is let through`,
  'commit-by-default': (it) =>
    `IP packets that no ${aclsOf(it)} speaks of are let through, and their connection is remembered so that answers get back`,
  'drop-invalid': ({ datapath }) =>
    `packets that the connection tracker can make nothing of are dropped, whatever the ACLs of ${datapath} say`,
  'allow-established': ({ datapath }) =>
    `packets of a connection that was let through before get through, whatever the ACLs of ${datapath} say`,
  'allow-related': ({ datapath }) =>
    `packets about a connection that was let through before, such as ICMP errors, get through, whatever the ACLs of ${datapath} say`,
  flood: ({ datapath }) => `broadcasts and multicasts go to all ports of ${datapath}`,
  'flood-unknown': ({ datapath }) =>
    `packets to an address that no port of ${datapath} has go to those of its ports whose addresses are unknown`,
  'deliver-multicast': ({ datapath }) =>
    `every port of ${datapath} may get broadcasts and multicasts`,
  'admit-from-port': (it) => `port ${it.port} may send from ${securityOf(it) ?? 'any address'}`,
  'find-port': ({ port }) => `packets to an Ethernet address of port ${port} go to that port`,
  'deliver-to-port': (it) =>
    `port ${it.port} may get packets for ${securityOf(it) ?? 'any address'}`,
  'disable-port': ({ port }) => `port ${port} is disabled and gets nothing`,
  acl: aclSentence,
  'drop-malformed': ({ datapath }) =>
    `${datapath} takes no packets with a VLAN tag or from a multicast address`,
  'drop-martians': ({ datapath }) =>
    `${datapath} drops packets with addresses that no routed packet has: multicast, broadcast, loopback or 0.0.0.0/8`,
  'drop-broadcast': ({ datapath }) => `broadcasts end at ${datapath}`,
  'drop-multicast': ({ datapath }) => `${datapath} routes no multicasts`,
  'drop-expired': ({ datapath }) => `${datapath} drops packets whose time to live is over`,
  'route-others': ({ datapath }) => `${datapath} routes what is not for itself`,
  'default-route': ({ datapath, router }) =>
    `${datapath} sends what is for none of its networks to its default gateway, ${router?.default_gw ?? 'which is gone'}`,
  'admit-to-router': ({ port, datapath, routerPort }) =>
    `port ${port} of ${datapath} takes packets for its Ethernet address, ${routerPort?.mac ?? 'which is gone'}, and broadcasts`,
  'drop-own-source': ({ port, datapath }) =>
    `nobody else may send to ${datapath} from the address of its port ${port}, or from the broadcast address there`,
  'answer-arp': ({ port, datapath, routerPort }) =>
    `port ${port} of ${datapath} answers ARP requests for its address, ${routerPort?.network ?? 'which is gone'}`,
  'drop-to-router': ({ port, datapath }) =>
    `${datapath} drops packets for the address of its port ${port}: it answers nothing but ARP`,
  'route-to-network': ({ port, datapath, routerPort }) =>
    `what is for the network of port ${port} of ${datapath}, ${routerPort?.network ?? 'which is gone'}, goes straight to where it is for`,
  'deliver-from-router': ({ port, datapath }) =>
    `${datapath} sends packets out of its port ${port}`,
  'find-next-hop': ({ port, datapath }) =>
    `${datapath} knows the Ethernet address that belongs to an IP address of port ${port}, and hands packets for it to the switch of that port`,
};
