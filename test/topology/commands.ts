/**
 * Generates random topologies as commands. Every arbitrary gives text for both `runner` and a
 * shell, so a counterexample can be typed.
 */
import fc from 'fast-check';
import { aclMatch } from './acl-matches.js';
import {
  aChassis,
  aPort,
  aRouter,
  aSwitch,
  aTag,
  oneOf,
  type PortName,
  portsOf,
  routerLink,
  SWITCHES,
} from './names.js';

type Commands = readonly string[];

const direction = oneOf('from-lport', 'to-lport');

const aclAdd = (sw: fc.Arbitrary<string>) =>
  fc
    .record({
      sw,
      direction,
      priority: oneOf(0, 1, 100, 1001, 1002, 32767),
      match: aclMatch,
      action: oneOf('allow', 'allow-related', 'drop', 'reject'),
    })
    .map(
      (acl) =>
        `ovn-nbctl acl-add ${acl.sw} ${acl.direction} ${acl.priority} '${acl.match}' ${acl.action}`,
    );

const setAddresses = ({ name, mac, ip }: PortName) =>
  oneOf(mac, `'${mac} ${ip}'`, `${mac} unknown`, 'unknown', `${mac} 0e:00:00:00:00:01`, '').map(
    (addresses) => `ovn-nbctl lport-set-addresses ${name} ${addresses}`,
  );

const setSecurity = ({ name, mac }: PortName) =>
  oneOf(mac, `${mac} 0e:00:00:00:00:01`).map(
    (addresses) => `ovn-nbctl lport-set-port-security ${name} ${addresses}`,
  );

const setEnabled = ({ name }: PortName) =>
  oneOf('enabled', 'disabled').map((state) => `ovn-nbctl lport-set-enabled ${name} ${state}`);

const addContainer = ({ sw, name }: PortName) =>
  fc
    .tuple(oneOf(...portsOf(sw)), aTag)
    .map(([parent, tag]) => `ovn-nbctl lport-add ${sw} ${name} ${parent.name} ${tag}`);

const addInterface = ({ iface, name }: PortName) =>
  `ovs-vsctl add-port br-int ${iface} -- set Interface ${iface} external_ids:iface-id=${name}`;

const bindElsewhere = ({ name }: PortName) =>
  aChassis.map((chassis) => `ovn-sbctl lport-bind ${name} ${chassis}`);

/** Makes a port one that leads to a physical network. */
const makeLocalnet = ({ name }: PortName): Commands => [
  `ovn-nbctl lport-set-type ${name} localnet`,
  `ovn-nbctl lport-set-options ${name} network_name=physnet1`,
  `ovn-nbctl lport-set-addresses ${name} unknown`,
];

const addRouterPort = (router: string, sw: string): Commands => {
  const { routerPort, switchPort, mac, network } = routerLink(sw);
  return [
    `ovn-nbctl -- --id=@lrp create Logical_Router_Port name=${routerPort} network=${network} mac='"${mac}"'` +
      ` -- add Logical_Router ${router} ports @lrp -- lport-add ${sw} ${switchPort}`,
    // Switch ports name the router ports that they are joined to by their UUIDs.
    `ovn-nbctl set Logical_Port ${switchPort} type=router options:router-port=$(ovn-nbctl --bare --columns=_uuid find Logical_Router_Port name=${routerPort}) addresses='"${mac}"'`,
  ];
};

const chassisAdd = fc
  .tuple(aChassis, oneOf('geneve', 'stt', 'vxlan', 'geneve,vxlan'), oneOf('10.9.0.2', '10.9.0.3'))
  .map((words) => `ovn-sbctl chassis-add ${words.join(' ')}`);

const BRIDGE_MAPPING = [
  'ovs-vsctl add-br br-eth1',
  'ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge-mappings=physnet1:br-eth1',
] as const;

const joined = (...parts: readonly fc.Arbitrary<Commands>[]): fc.Arbitrary<Commands> =>
  fc.tuple(...parts).map((commands) => commands.flat());

const one = (command: fc.Arbitrary<string>): fc.Arbitrary<Commands> =>
  command.map((text) => [text]);

/** Commands, or none. */
const maybe = (commands: fc.Arbitrary<Commands>): fc.Arbitrary<Commands> =>
  fc.option(commands, { nil: [] });

const just = (...commands: Commands): fc.Arbitrary<Commands> => fc.constant(commands);

/** A port and what makes it useful. */
const buildPort = (port: PortName): fc.Arbitrary<Commands> =>
  joined(
    one(
      fc.oneof(
        { weight: 4, arbitrary: fc.constant(`ovn-nbctl lport-add ${port.sw} ${port.name}`) },
        { weight: 1, arbitrary: addContainer(port) },
      ),
    ),
    one(setAddresses(port)),
    maybe(one(setSecurity(port))),
    fc.oneof(
      { weight: 5, arbitrary: just(addInterface(port)) },
      { weight: 2, arbitrary: one(bindElsewhere(port)) },
      { weight: 1, arbitrary: just(...makeLocalnet(port)) },
      { weight: 1, arbitrary: just() },
    ),
  );

const buildSwitch = (sw: string): fc.Arbitrary<Commands> =>
  joined(
    just(`ovn-nbctl lswitch-add ${sw}`),
    fc.subarray([...portsOf(sw)]).chain((ports) => joined(...ports.map(buildPort))),
    fc.array(aclAdd(fc.constant(sw)), { maxLength: 3 }),
  );

const buildRouter = fc
  .tuple(
    fc.subarray([...SWITCHES], { minLength: 1 }),
    maybe(just('ovn-nbctl set Logical_Router r0 default_gw=10.0.0.253')),
  )
  .map(([switches, gateway]) => [
    'ovn-nbctl create Logical_Router name=r0',
    ...switches.flatMap((sw) => addRouterPort('r0', sw)),
    ...gateway,
  ]);

/** The commands that build a topology from nothing, each after what it needs. */
export const topology: fc.Arbitrary<Commands> = joined(
  maybe(just(...BRIDGE_MAPPING)),
  fc.array(chassisAdd, { maxLength: 2 }),
  fc.subarray([...SWITCHES], { minLength: 1 }).chain((sws) => joined(...sws.map(buildSwitch))),
  maybe(buildRouter),
);

/** Commands of a kind, and how often that kind comes up. */
const kind = (weight: number, arbitrary: fc.Arbitrary<string>) => ({ weight, arbitrary });

const ofPort = (make: (port: PortName) => fc.Arbitrary<string>) => aPort.chain(make);

const northbound = fc.oneof(
  kind(
    1,
    aSwitch.map((sw) => `ovn-nbctl lswitch-add ${sw}`),
  ),
  kind(
    1,
    aSwitch.map((sw) => `ovn-nbctl lswitch-del ${sw}`),
  ),
  kind(
    4,
    aPort.map(({ sw, name }) => `ovn-nbctl lport-add ${sw} ${name}`),
  ),
  kind(2, ofPort(addContainer)),
  kind(
    3,
    aPort.map(({ name }) => `ovn-nbctl lport-del ${name}`),
  ),
  kind(3, ofPort(setAddresses)),
  kind(2, ofPort(setSecurity)),
  kind(2, ofPort(setEnabled)),
  kind(
    2,
    ofPort((port) => oneOf(...makeLocalnet(port))),
  ),
  kind(
    1,
    aPort.map(({ name }) => `ovn-nbctl clear Logical_Port ${name} type`),
  ),
  kind(
    1,
    fc.tuple(aPort, aTag).map(([{ name }, tag]) => `ovn-nbctl set Logical_Port ${name} tag=${tag}`),
  ),
  kind(6, aclAdd(aSwitch)),
  kind(
    1,
    aSwitch.map((sw) => `ovn-nbctl acl-del ${sw}`),
  ),
  kind(
    1,
    fc.tuple(aSwitch, direction).map(([sw, dir]) => `ovn-nbctl acl-del ${sw} ${dir}`),
  ),
);

const routing = fc.oneof(
  kind(
    1,
    aRouter.map((router) => `ovn-nbctl create Logical_Router name=${router}`),
  ),
  kind(
    1,
    aRouter.map((router) => `ovn-nbctl --if-exists destroy Logical_Router ${router}`),
  ),
  kind(
    4,
    fc.tuple(aRouter, aSwitch).chain(([router, sw]) => oneOf(...addRouterPort(router, sw))),
  ),
  kind(
    2,
    fc
      .tuple(aSwitch, oneOf('enabled=false', 'enabled=true', 'network=10.7.0.1/24', 'network=junk'))
      .map(
        ([sw, setting]) =>
          `ovn-nbctl set Logical_Router_Port ${routerLink(sw).routerPort} ${setting}`,
      ),
  ),
  kind(
    1,
    fc
      .tuple(aRouter, oneOf('10.0.0.253', '10.1.0.0/16', '\'""\''))
      .map(([router, gateway]) => `ovn-nbctl set Logical_Router ${router} default_gw=${gateway}`),
  ),
);

const southbound = fc.oneof(
  kind(2, chassisAdd),
  kind(
    1,
    aChassis.map((chassis) => `ovn-sbctl chassis-del ${chassis}`),
  ),
  kind(3, ofPort(bindElsewhere)),
  kind(
    2,
    aPort.map(({ name }) => `ovn-sbctl lport-unbind ${name}`),
  ),
);

const interfaces = fc.oneof(
  kind(4, aPort.map(addInterface)),
  kind(
    3,
    aPort.map(({ iface }) => `ovs-vsctl del-port ${iface}`),
  ),
  kind(
    2,
    fc
      .tuple(aPort, oneOf('type=internal', 'ofport_request=90'))
      .map(([{ iface }, setting]) => `ovs-vsctl set Interface ${iface} ${setting}`),
  ),
);

/** Changes to flows by hand. */
const flowsByHand = fc.oneof(
  kind(
    2,
    oneOf(
      'ovs-ofctl add-flow br-int table=16,priority=5,ip,actions=drop',
      'ovs-ofctl add-flow br-int table=16,priority=100,dl_vlan=7,actions=strip_vlan,resubmit(,17)',
      'ovs-ofctl add-flow br-eth1 priority=7,tcp,tp_dst=80,actions=normal',
      'ovs-ofctl -O OpenFlow13 add-group br-int group_id=1,type=all,bucket=output:1',
    ),
  ),
  kind(
    1,
    oneOf(
      'ovs-ofctl del-flows br-int table=34',
      'ovs-ofctl del-flows br-eth1',
      'ovs-ofctl mod-flows br-int table=64,actions=drop',
      'ovs-ofctl --strict del-flows br-int table=16,priority=5,ip',
    ),
  ),
);

/** An interface takes a logical port over; which of several has it is chance. */
const takeover = fc
  .tuple(aPort, aPort)
  .map(([{ iface }, { name }]) => `ovs-vsctl set Interface ${iface} external_ids:iface-id=${name}`);

const hostSettings = fc.oneof(
  kind(1, oneOf(...BRIDGE_MAPPING)),
  kind(
    1,
    oneOf(
      'ovs-vsctl del-br br-eth1',
      'ovs-vsctl remove Open_vSwitch . external_ids ovn-bridge-mappings',
      'ovs-vsctl set Open_vSwitch . external_ids:ovn-encap-type=vxlan,geneve',
      'ovs-vsctl set Open_vSwitch . external_ids:ovn-encap-ip=127.0.0.9',
      'ovs-vsctl set Open_vSwitch . external_ids:system-id=hv9',
      'ovs-vsctl del-br br-int',
      'ovs-vsctl del-port ovn-hv2-0',
      'ovs-vsctl set Bridge br-int datapath_type=netdev',
      'ovs-vsctl set Bridge br-eth1 datapath_type=dummy',
      'ovs-vsctl set Bridge br-int datapath_type=nosuch',
      'ovs-vsctl set Interface v00 type=nosuch',
      'ovs-vsctl set Interface v00 type=internal',
      'ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge=br-eth1',
      'ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge=nosuch',
      'ovs-vsctl remove Open_vSwitch . external_ids ovn-bridge',
      'ovs-vsctl set-fail-mode br-eth1 secure',
      'ovs-vsctl set-fail-mode br-eth1 standalone',
    ),
  ),
);

/** One change to a few rows, whether it can run or not. */
export const localChange: fc.Arbitrary<string> = fc.oneof(
  kind(5, northbound),
  kind(2, routing),
  kind(2, southbound),
  kind(2, interfaces),
);

/** One change, perhaps to what everything here depends on. */
export const change: fc.Arbitrary<string> = fc.oneof(
  kind(9, localChange),
  kind(1, hostSettings),
  kind(1, flowsByHand),
  kind(1, takeover),
);

/** A topology and what then happens to it. */
export const history: fc.Arbitrary<Commands> = joined(
  topology,
  fc.array(change, { maxLength: 20, size: 'max' }),
);
