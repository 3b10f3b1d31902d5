/** Explains each kind of logical flow in a sentence. */

import { listed } from '../../../explain/explanation.js';
import type { Purpose } from '../northd/purpose.js';
import type { NbRow } from './context.js';

/** The subject of a sentence about a logical flow. */
export interface Subject {
  /** The datapath of the flow as explanations name it: `switch sw0`. */
  readonly datapath: string;
  /** The name of the flow's port. */
  readonly port: string;
  readonly ingress: boolean;
  /** The northbound row of the flow, by table. */
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
  if (!acl) return `an ACL of ${datapath} that no longer exists`;
  const where = acl.direction === 'to-lport' ? 'to' : 'from';
  const packets = `packets ${where} the ports of ${datapath} that match ${acl.match}`;
  switch (acl.action) {
    case 'allow':
      return `an ACL allows ${packets}`;
    case 'allow-related':
      return `an ACL allows new connections that start with ${packets}, and all that belongs to them`;
    case 'drop':
      return `an ACL drops ${packets}`;
    case 'reject':
      return `an ACL drops ${packets} (in this release, reject does the same as drop)`;
  }
}

const GONE = 'which no longer exists';

/** The sentence for each purpose, without the capital letter and the full stop. */
export const SENTENCES: Readonly<Record<Purpose, (subject: Subject) => string>> = {
  'drop-tagged': ({ datapath }) => `${datapath} accepts no VLAN-tagged packets from its ports`,
  'drop-multicast-source': ({ datapath }) =>
    `${datapath} accepts no packets from a multicast address, which is never a valid source`,
  'skip-tracking': ({ datapath }) =>
    `packets continue to the ACLs of ${datapath} without connection tracking`,
  track: ({ datapath }) =>
    `${datapath} has an allow-related ACL, so all IP packets pass the connection tracker before its ACLs`,
  'allow-by-default': (it) => `packets that match no ${aclsOf(it)} are allowed`,
  'commit-by-default': (it) =>
    `IP packets that match no ${aclsOf(it)} are allowed, and their connection is committed, which lets replies back in`,
  'drop-invalid': ({ datapath }) =>
    `packets that the connection tracker finds invalid are dropped, whatever the ACLs of ${datapath} say`,
  'allow-established': ({ datapath }) =>
    `packets of an established connection are allowed, whatever the ACLs of ${datapath} say`,
  'allow-related': ({ datapath }) =>
    `packets related to a known connection, such as ICMP errors, are allowed, whatever the ACLs of ${datapath} say`,
  flood: ({ datapath }) => `broadcast and multicast packets go to all ports of ${datapath}`,
  'flood-unknown': ({ datapath }) =>
    `packets to an address that no port of ${datapath} has go to its ports with unknown addresses`,
  'deliver-multicast': ({ datapath }) =>
    `every port of ${datapath} may receive broadcast and multicast packets`,
  'admit-from-port': (it) => `port ${it.port} may send from ${securityOf(it) ?? 'any address'}`,
  'find-port': ({ port }) => `packets to an Ethernet address of port ${port} go to that port`,
  'deliver-to-port': (it) =>
    `port ${it.port} may receive packets for ${securityOf(it) ?? 'any address'}`,
  'disable-port': ({ port }) => `port ${port} is disabled and receives nothing`,
  acl: aclSentence,
  'drop-malformed': ({ datapath }) =>
    `${datapath} accepts no packets with a VLAN tag or from a multicast address`,
  'drop-martians': ({ datapath }) =>
    `${datapath} drops packets with addresses that must not be routed: multicast, broadcast, loopback or 0.0.0.0/8`,
  'drop-broadcast': ({ datapath }) => `${datapath} does not forward broadcasts`,
  'drop-multicast': ({ datapath }) => `${datapath} does not route multicasts`,
  'drop-expired': ({ datapath }) => `${datapath} drops packets whose TTL has run out`,
  'route-others': ({ datapath }) => `${datapath} routes packets that are not addressed to it`,
  'default-route': ({ datapath, router }) =>
    `${datapath} sends packets for other networks to its default gateway, ${router?.default_gw ?? GONE}`,
  'admit-to-router': ({ port, datapath, routerPort }) =>
    `port ${port} of ${datapath} accepts packets for its Ethernet address, ${routerPort?.mac ?? GONE}, and broadcasts`,
  'drop-own-source': ({ port, datapath }) =>
    `${datapath} drops packets that claim to come from the address of its port ${port}, or from the broadcast address there`,
  'answer-arp': ({ port, datapath, routerPort }) =>
    `port ${port} of ${datapath} answers ARP requests for its address, ${routerPort?.network ?? GONE}`,
  'drop-to-router': ({ port, datapath }) =>
    `${datapath} drops packets for the address of its port ${port}: it answers only ARP`,
  'route-to-network': ({ port, datapath, routerPort }) =>
    `${datapath} delivers packets for the network of its port ${port}, ${routerPort?.network ?? GONE}, directly`,
  'deliver-from-router': ({ port, datapath }) =>
    `${datapath} sends packets out of its port ${port}`,
  'find-next-hop': ({ port, datapath }) =>
    `${datapath} resolves an IP address of port ${port} and passes packets for it to the switch of that port`,
};
