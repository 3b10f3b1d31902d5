/** Commands that build a topology to measure: switches, bound ports, and ACLs on every port. */
export interface Size {
  readonly switches: number;
  readonly portsPerSwitch: number;
  readonly aclsPerPort: number;
}

/** A program's name and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** Returns the Ethernet address of the nth port. */
export const mac = (n: number): string =>
  `02:00:00:${[16, 8, 0].map((shift) => ((n >> shift) & 0xff).toString(16).padStart(2, '0')).join(':')}`;

/** Returns the name of a port. */
export const portName = (sw: number, port: number): string => `sw${sw}-port${port}`;

/** Returns the command for an ACL that allows TCP to port `dst` of `port`. */
export const aclCommand = (sw: number, port: string, dst: number): Command => [
  'ovn-nbctl',
  'acl-add',
  `sw${sw}`,
  'to-lport',
  '1002',
  `outport == "${port}" && ip4 && tcp && tcp.dst == ${dst}`,
  'allow-related',
];

/** Returns the commands that build the topology, in the order in which a person would type them. */
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
