/** A topology for measurements: switches with ports, every port bound, ACLs on each. */
export interface Size {
  readonly switches: number;
  readonly portsPerSwitch: number;
  readonly aclsPerPort: number;
}

/** One command: the program's name and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** The Ethernet address of the nth port of such a topology. */
export const mac = (n: number): string =>
  `02:00:00:${[16, 8, 0].map((shift) => ((n >> shift) & 0xff).toString(16).padStart(2, '0')).join(':')}`;

/** The name of a port of such a topology. */
export const portName = (sw: number, port: number): string => `sw${sw}-port${port}`;

/** The ACL that lets TCP to port `dst` of `port` in. */
export const aclCommand = (sw: number, port: string, dst: number): Command => [
  'ovn-nbctl',
  'acl-add',
  `sw${sw}`,
  'to-lport',
  '1002',
  `outport == "${port}" && ip4 && tcp && tcp.dst == ${dst}`,
  'allow-related',
];

/** The commands that build the topology, in the order in which a person would type them. */
export function* topologyCommands(size: Size): Generator<Command> {
  for (let sw = 0; sw < size.switches; sw++) {
    yield ['ovn-nbctl', 'lswitch-add', `sw${sw}`];
    for (let i = 0; i < size.portsPerSwitch; i++) {
      const port = portName(sw, i);
      const n = sw * size.portsPerSwitch + i;
      yield ['ovn-nbctl', 'lport-add', `sw${sw}`, port];
      yield ['ovn-nbctl', 'lport-set-addresses', port, mac(n)];
      yield [
        'ovs-vsctl',
        'add-port',
        'br-int',
        `v${n}`,
        '--',
        'set',
        'Interface',
        `v${n}`,
        `external_ids:iface-id=${port}`,
      ];
    }
  }
  for (let sw = 0; sw < size.switches; sw++) {
    for (let i = 0; i < size.portsPerSwitch; i++) {
      for (let k = 0; k < size.aclsPerPort; k++) yield aclCommand(sw, portName(sw, i), 1000 + k);
    }
  }
}
