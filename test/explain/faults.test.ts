/** Introduces faults into working networks, and checks that the explanation names them. */
import { describe, expect, it } from 'vitest';
import { ROUTED, run, sandboxWith } from './networks.js';

/** Port `a` with 10.0.1.2 and port `b` with 10.0.2.2, on one switch. */
const SWITCHED = `
ovn-nbctl lswitch-add sw
ovn-nbctl lport-add sw a
ovn-nbctl lport-set-addresses a '00:00:00:00:00:0a 10.0.1.2'
ovn-nbctl lport-add sw b
ovn-nbctl lport-set-addresses b '00:00:00:00:00:0b 10.0.2.2'
ovs-vsctl add-port br-int va -- set Interface va external_ids:iface-id=a
ovs-vsctl add-port br-int vb -- set Interface vb external_ids:iface-id=b
`;

/** The same with ACLs that allow everything that is asked for. */
const STATEFUL = `${SWITCHED}
ovn-nbctl acl-add sw to-lport 900 'outport == "b" && ip4' allow-related
ovn-nbctl acl-add sw to-lport 900 'outport == "a" && ip4' allow-related
`;

const NETWORKS = { SWITCHED, STATEFUL, ROUTED } as const;

const routerPort = (name: string) =>
  `$(ovn-nbctl --bare --columns=_uuid find Logical_Router_Port name=${name})`;

interface Fault {
  readonly title: string;
  /** The commands that cause the fault. */
  readonly commands: string;
  /** The packet to explain. Default: from a to b. */
  readonly packet?: string;
  /**
   * The first line of the explanation, by network. A network that is missing cannot have the fault.
   */
  readonly cause: Readonly<Partial<Record<keyof typeof NETWORKS, string>>>;
  /** A line that says what would have had to be different. */
  readonly instead?: string;
}

const everywhere = (cause: string) => ({ SWITCHED: cause, STATEFUL: cause, ROUTED: cause });
const switched = (cause: string) => ({ SWITCHED: cause, STATEFUL: cause });

/** Adds an ACL to the switch that port b is on. */
const aclAtB = (acl: string) => `ovn-nbctl acl-add sw ${acl}; ovn-nbctl acl-add right ${acl}\n`;

const FAULTS: readonly Fault[] = [
  {
    title: 'the destination is not bound',
    commands: 'ovs-vsctl del-port vb',
    cause: {
      ...switched(
        "ARP request for 10.0.2.2 from port a was not answered: 'b' is not bound: no interface of br-int has external_ids:iface-id=b.",
      ),
      ROUTED:
        "echo request to 10.0.2.2 from port a was lost: 'b' is not bound: no interface of br-int has external_ids:iface-id=b.",
    },
    instead: 'ovs-vsctl add-port br-int DEVICE -- set Interface DEVICE external_ids:iface-id=b',
  },
  {
    title: 'the interface is of another port',
    commands:
      'ovs-vsctl set Interface vb external_ids:iface-id=c; ovn-nbctl lport-add sw c 2>/dev/null',
    cause: switched(
      "ARP request for 10.0.2.2 from port a was not answered: 'b' is not bound: no interface of br-int has external_ids:iface-id=b.",
    ),
  },
  {
    title: 'the source may not send from its address',
    commands: 'ovn-nbctl lport-set-port-security a 00:00:00:00:00:aa',
    cause: {
      ...switched(
        'ARP request for 10.0.2.2 from port a was lost: port security lets port a send from 00:00:00:00:00:aa only, not 00:00:00:00:00:0a.',
      ),
      ROUTED:
        'ARP request for 10.0.1.1 from port a was lost: port security lets port a send from 00:00:00:00:00:aa only, not 00:00:00:00:00:0a.',
    },
    instead: 'ovn-nbctl lport-set-port-security a 00:00:00:00:00:aa 00:00:00:00:00:0a',
  },
  {
    title: 'the destination may not get what is for its address',
    commands: 'ovn-nbctl lport-set-port-security b 00:00:00:00:00:bb',
    cause: {
      ...switched(
        'ARP reply of 10.0.2.2 from port b was lost: port security lets port b send from 00:00:00:00:00:bb only, not 00:00:00:00:00:0b.',
      ),
      ROUTED:
        'echo request to 10.0.2.2 from port a was lost: port security lets port b receive packets for 00:00:00:00:00:bb only, not 00:00:00:00:00:0b.',
    },
  },
  {
    title: 'the source is disabled',
    commands: 'ovn-nbctl lport-set-enabled a disabled',
    cause: {
      ...switched('ARP request for 10.0.2.2 from port a was lost: port a is disabled.'),
      ROUTED: 'ARP request for 10.0.1.1 from port a was lost: port a is disabled.',
    },
    instead: 'ovn-nbctl lport-set-enabled a enabled',
  },
  {
    title: 'the destination is disabled',
    commands: 'ovn-nbctl lport-set-enabled b disabled',
    cause: {
      ...switched('ARP request for 10.0.2.2 from port a was not answered: port b is disabled.'),
      ROUTED: 'echo request to 10.0.2.2 from port a was lost: port b is disabled.',
    },
    instead: 'ovn-nbctl lport-set-enabled b enabled',
  },
  {
    title: 'an ACL drops it on the way to the destination',
    commands: aclAtB(`to-lport 1001 'outport == "b" && icmp4' drop`),
    cause: {
      ...switched(
        'echo request to 10.0.2.2 from port a was lost: an ACL of switch sw drops it, to-lport  1001 (outport == "b" && icmp4) drop.',
      ),
      ROUTED:
        'echo request to 10.0.2.2 from port a was lost: an ACL of switch right drops it, to-lport  1001 (outport == "b" && icmp4) drop.',
    },
  },
  {
    title: 'an ACL lets another port through only',
    commands:
      aclAtB(`to-lport 1001 'outport == "b" && ip4' drop`) +
      aclAtB(`to-lport 1002 'outport == "b" && ip4 && tcp && tcp.dst == 22' allow-related`) +
      aclAtB(`to-lport 1002 'outport == "b" && ip4 && icmp' allow-related`),
    packet: 'a b tcp 80',
    cause: {
      SWITCHED:
        'TCP segment to 10.0.2.2 port 80 from port a was lost: an ACL of switch sw drops it, to-lport  1001 (outport == "b" && ip4) drop.',
      ROUTED:
        'TCP segment to 10.0.2.2 port 80 from port a was lost: an ACL of switch right drops it, to-lport  1001 (outport == "b" && ip4) drop.',
    },
    instead: '  which needs tcp.dst == 22; this packet has tcp.dst == 80',
  },
  {
    title: 'an ACL that lets it through comes too late',
    commands:
      aclAtB(`to-lport 1001 'outport == "b" && ip4' drop`) +
      aclAtB(`to-lport 1000 'outport == "b" && udp.dst == 53' allow`),
    packet: 'a b udp 53',
    cause: switched(
      'UDP datagram to 10.0.2.2 port 53 from port a was lost: an ACL of switch sw drops it, to-lport  1001 (outport == "b" && ip4) drop.',
    ),
    instead: '  which matches, but its priority is lower: the ACL with 1001 comes first',
  },
  {
    title: 'two ACLs need the same flow, and one of them is a conjunctive match',
    commands: `
ovn-nbctl lport-add sw x -- lport-add sw y
ovn-nbctl acl-add sw to-lport 1001 'outport == "b" && ip4' drop
ovn-nbctl acl-add sw to-lport 1002 'outport == "b" && inport == {"x", "y"} && udp && udp.dst >= 80 && udp.dst <= 443' allow-related
ovn-nbctl acl-add sw to-lport 1002 'outport == "b" && udp && udp.dst >= 80 && udp.dst <= 443' allow-related
`,
    packet: 'a b udp 100',
    cause: {
      STATEFUL:
        'UDP datagram to 10.0.2.2 port 100 from port a was lost: an ACL of switch sw drops it, to-lport  1001 (outport == "b" && ip4) drop.',
    },
    instead:
      '  which matches, but lacks a flow: another ACL needs one with the same match, or it was removed',
  },
  {
    title: 'no ACL lets anything out',
    commands: `ovn-nbctl acl-add sw from-lport 5 'inport == "a" && ip' reject`,
    cause: switched(
      'echo request to 10.0.2.2 from port a was lost: an ACL of switch sw drops it, from-lport     5 (inport == "a" && ip) reject.',
    ),
    instead: 'no from-lport ACL of switch sw allows anything',
  },
  {
    title: 'the answer is dropped',
    commands: `ovn-nbctl acl-add sw to-lport 1001 'outport == "a" && ip4' drop`,
    cause: {
      SWITCHED:
        'echo reply to 10.0.1.2 from port b was lost: an ACL of switch sw drops it, to-lport  1001 (outport == "a" && ip4) drop.',
    },
    instead: 'no to-lport ACL of switch sw allows anything',
  },
  {
    title: 'nobody has the address',
    commands: '',
    packet: 'a 10.0.1.77',
    cause: everywhere(
      'ARP request for 10.0.1.77 from port a was not answered: no port has the address 10.0.1.77.',
    ),
  },
  {
    title: 'there is no route',
    commands: 'ovn-nbctl clear Logical_Router r default_gw',
    packet: 'a 9.9.9.9',
    cause: {
      ROUTED: 'echo request to 9.9.9.9 from port a was lost: router r has no route to 9.9.9.9.',
    },
    instead: 'its networks are 10.0.1.1/24 and 10.0.2.1/24, and it has no default gateway',
  },
  {
    title: 'the default gateway is nowhere',
    commands: '',
    packet: 'a 9.9.9.9',
    cause: {
      ROUTED:
        'echo request to 9.9.9.9 from port a was lost: router r knows no port with the address 10.0.2.254.',
    },
  },
  {
    title: 'a router port is disabled, where the packet goes in',
    commands: `ovn-nbctl set Logical_Router_Port ${routerPort('r-left')} enabled=false`,
    cause: {
      ROUTED:
        'ARP request for 10.0.1.1 from port a was not answered: port r-left of router r is disabled.',
    },
  },
  {
    title: 'a router port is disabled, where the packet goes out',
    commands: `ovn-nbctl set Logical_Router_Port ${routerPort('r-right')} enabled=false`,
    cause: {
      ROUTED:
        'echo request to 10.0.2.2 from port a was lost: port r-right of router r is disabled.',
    },
  },
  {
    title: 'the router is not connected to the switch',
    commands: 'ovn-nbctl lport-del right-r',
    cause: {
      ROUTED:
        'echo request to 10.0.2.2 from port a was lost: router r knows no port with the address 10.0.2.2.',
    },
  },
  {
    title: 'it is for the router itself',
    commands: '',
    packet: 'a 10.0.1.1',
    cause: {
      ROUTED:
        'echo request to 10.0.1.1 from port a was lost: router r drops packets for the address of its port r-left: it answers only ARP.',
    },
  },
  {
    title: 'somebody added a flow by hand',
    commands: 'ovs-ofctl add-flow br-int table=16,priority=60000,actions=drop',
    cause: {
      SWITCHED:
        'ARP request for 10.0.2.2 from port a was lost: a flow that was added by hand drops it.',
    },
  },
  {
    title: 'the destination is on another switch',
    commands:
      'ovn-nbctl lswitch-add other; ovn-nbctl lport-del b; ovn-nbctl lport-add other b; ovn-nbctl lport-set-addresses b "00:00:00:00:00:0b 10.0.2.2"',
    cause: switched(
      'ARP request for 10.0.2.2 from port a was not answered: port b is on switch other, and requests from port a do not leave switch sw.',
    ),
  },
];

describe('a fault', () => {
  const cases = FAULTS.flatMap(({ title, commands, packet = 'a b', cause, instead }) =>
    Object.entries(cause).map(([network, expected]) => ({
      title: `${title} (${network})`,
      network: NETWORKS[network as keyof typeof NETWORKS],
      commands,
      packet,
      expected,
      instead,
    })),
  );

  it.each(cases)('$title', async ({ network, commands, packet, expected, instead }) => {
    const sandbox = await sandboxWith(network);
    if (/^a b$/.test(packet)) {
      expect(await run(sandbox, 'sandbox explain a b')).toMatch(/^It arrives/);
    }
    await run(sandbox, commands);
    const said = await run(sandbox, `sandbox explain ${packet}`);
    expect(said.split('\n')[0]).toBe(`The ${expected}`);
    if (instead !== undefined) {
      expect(said.split('\n').map((line) => line.slice(16))).toContain(instead);
    }
    // The failure stays available.
    expect(await run(sandbox, 'sandbox explain')).toBe(said);
  });
});

/** Port `p` on a switch with a port to a physical network, in a VLAN of that. */
const LOCALNET = `
ovn-nbctl lswitch-add net
ovn-nbctl lport-add net p
ovn-nbctl lport-set-addresses p '00:00:00:00:00:0a 10.0.0.1'
ovs-vsctl add-port br-int vp -- set Interface vp external_ids:iface-id=p
ovn-nbctl lport-add net ln '' 101
ovn-nbctl lport-set-type ln localnet
ovn-nbctl lport-set-options ln network_name=physnet1
ovn-nbctl lport-set-addresses ln unknown
`;

const MAPPING = `
ovs-vsctl add-br br-eth1 -- add-port br-eth1 eth1
ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge-mappings=physnet1:br-eth1
`;

/** A frame as `netdev-dummy/receive` takes it. */
const frame = (source: string, destination: string, rest: string, vlan?: number): string => {
  const tag = vlan === undefined ? '' : `eth_type(0x8100),vlan(vid=${vlan},pcp=0),encap(`;
  const ip = `eth_type(0x0800),ipv4(src=10.0.1.2,dst=10.0.2.2,proto=${rest}`;
  return `'in_port(1),eth(src=00:00:00:00:00:${source},dst=00:00:00:00:00:${destination}),${tag}${ip}${tag === '' ? '' : ')'}'`;
};

const ICMP = '1,tos=0,ttl=64,frag=no),icmp(type=8,code=0)';
const SYN_ACK = '6,tos=0,ttl=64,frag=no),tcp(src=22,dst=4444),tcp_flags(0x012)';

describe('a frame from outside', () => {
  it.each<[string, string, string, string, string?]>([
    [
      'answers what nobody asked',
      STATEFUL,
      `va ${frame('0a', '0b', SYN_ACK)}`,
      'TCP segment to 10.0.2.2 port 4444 from port a was lost: it is a reply that belongs to no known connection.',
    ],
    [
      'is for an address that no port has',
      SWITCHED,
      `va ${frame('0a', '77', ICMP)}`,
      'echo request to 10.0.2.2 from port a was lost: no port of switch sw has the address 00:00:00:00:00:77, and none accepts packets for unknown addresses.',
    ],
    [
      'has a tag that no container has',
      `${SWITCHED} ovn-nbctl lport-add sw box a 5`,
      `va ${frame('0a', '0b', ICMP, 7)}`,
      'echo request to 10.0.2.2 from port a was lost: it has VLAN tag 7, and switch sw accepts no tagged packets from port a.',
      'the tags of the containers behind a are 5 (box)',
    ],
    [
      'would go back where it came from',
      SWITCHED,
      `va ${frame('0b', '0a', ICMP)}`,
      'echo request to 10.0.2.2 from port a was lost: it would leave through logical port a, where it came from.',
    ],
    [
      'is for a network that no bridge is for',
      LOCALNET,
      `vp ${frame('0a', '77', ICMP)}`,
      'echo request to 10.0.2.2 from port p was lost: localnet port ln leads to physical network physnet1, for which this chassis has no bridge.',
      'ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge-mappings=physnet1:BRIDGE',
    ],
    [
      'comes from a network with a tag that no port is for',
      // The first frame teaches br-eth1 where the second one goes.
      `${LOCALNET + MAPPING} ovs-appctl netdev-dummy/receive vp ${frame('0a', '77', ICMP)}`,
      `eth1 ${frame('77', '0a', ICMP, 102)}`,
      'echo request to 10.0.2.2 from device eth1 was lost: it came from a physical network with VLAN tag 102, and no localnet port accepts that.',
      'the localnet ports are ln with tag 101',
    ],
    [
      'comes in where no logical port is',
      `${SWITCHED} ovs-vsctl add-port br-int vx`,
      `vx ${frame('0a', '0b', ICMP)}`,
      'echo request to 10.0.2.2 from device vx was lost: OpenFlow port 3 (vx) belongs to no logical port.',
      'ovs-vsctl set Interface vx external_ids:iface-id=PORT',
    ],
    [
      'comes in for a logical port that there is not',
      `${SWITCHED} ovs-vsctl add-port br-int vx -- set Interface vx external_ids:iface-id=x`,
      `vx ${frame('0a', '0b', ICMP)}`,
      'echo request to 10.0.2.2 from port x was lost: OpenFlow port 3 (vx) has iface-id x, and there is no such logical port.',
    ],
  ])('%s', async (_, network, received, expected, instead) => {
    const sandbox = await sandboxWith(network);
    expect(await run(sandbox, `ovs-appctl netdev-dummy/receive ${received}`)).toBe('');
    const said = await run(sandbox, 'sandbox explain');
    expect(said.split('\n')[0]).toBe(`The ${expected}`);
    if (instead !== undefined) {
      expect(said.split('\n').map((line) => line.slice(16))).toContain(instead);
    }
  });
});
