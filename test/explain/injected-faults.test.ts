/** Tests that `sandbox explain` names the cause of a lost packet, for many faults and networks. */
import { describe, expect, it } from 'vitest';
import { tutorialScripts } from '../../src/cli/scripts.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

const BUNDLED = tutorialScripts(new URL('../../', import.meta.url));

interface Topology {
  readonly setup: string;
  readonly source: string;
  readonly destination: string;
}

const TOPOLOGIES: Readonly<Record<string, Topology>> = {
  'one switch': {
    setup: 'ovn/env1/setup.sh',
    source: 'sw0-port2',
    destination: 'sw0-port1',
  },
  'one switch, the other way': {
    setup: 'ovn/env1/setup.sh',
    source: 'sw0-port1',
    destination: 'sw0-port2',
  },
  'two switches': {
    setup: 'ovn/env2/setup.sh',
    source: 'sw1-port1',
    destination: 'sw1-port2',
  },
  'two hypervisors': {
    setup: 'ovn/env3/setup.sh',
    source: 'sw0-port1',
    destination: 'sw0-port2',
  },
  'three ports': {
    setup: 'ovn/env1/setup.sh; ovn/env1/add-third-port.sh',
    source: 'sw0-port3',
    destination: 'sw0-port1',
  },
  'stateful ACLs': {
    setup: 'ovn/env6/setup.sh; ovn/env6/add-acls.sh',
    source: 'sw0-port2',
    destination: 'sw0-port1',
  },
  'two virtual machines': {
    setup: 'ovn/openstack/one-vm.sh; nova boot vm2',
    source: 'vm1',
    destination: 'vm2',
  },
  'a web application': {
    setup: 'ovn/openstack/web-app.sh',
    source: 'vm1',
    destination: 'vm2',
  },
  'thirty ports': {
    setup: `ovn-nbctl lswitch-add big
      for i in $(seq 10 39); do
        ovn-nbctl lport-add big b$i -- lport-set-addresses b$i 00:00:00:00:00:$i
        ovs-vsctl add-port br-int i$i -- set Interface i$i external_ids:iface-id=b$i
      done`,
    source: 'b10',
    destination: 'b39',
  },
  'a container': {
    setup: `ovn/env1/setup.sh
      ovn-nbctl lport-add sw0 c1 sw0-port1 42 -- lport-set-addresses c1 00:00:00:00:01:01`,
    source: 'sw0-port2',
    destination: 'c1',
  },
};

/**
 * Sets variables for the faults: the logical ports and their switch, and their interfaces. A virtual
 * machine stands for its port, and a container has the interface of its parent.
 */
const VARIABLES = `
portOf() { sandbox host $1 | sed -n '1s/ .*//p'; }
interfaceOf() { sandbox host $1 | sed -n '1s/.*on \\([^ ,)]*\\).*/\\1/p'; }
SRC=$(portOf $SOURCE)
DST=$(portOf $DESTINATION)
SRC_IF=$(interfaceOf $SOURCE)
DST_IF=$(interfaceOf $DESTINATION)
SRC_OFPORT=$(ovs-vsctl get Interface $SRC_IF ofport)
for SWITCH in $(ovn-nbctl lswitch-list | sed 's/.*(//; s/)//'); do
  ovn-nbctl lport-list $SWITCH | grep -q "($DST)" && break
done
`;

interface Fault {
  readonly commands: string;
  /** The words that name the cause. */
  readonly cause: RegExp;
}

const FAULTS: Readonly<Record<string, Fault>> = {
  'a misspelled iface-id': {
    commands: 'ovs-vsctl set Interface $DST_IF external_ids:iface-id=wrong',
    cause: /no interface|not bound/,
  },
  'a removed interface': {
    commands: 'ovs-vsctl del-port br-int $DST_IF',
    cause: /no interface|not bound/,
  },
  'a disabled destination': {
    commands: 'ovn-nbctl lport-set-enabled $DST disabled',
    cause: /disabled/,
  },
  'a disabled source': {
    commands: 'ovn-nbctl lport-set-enabled $SRC disabled',
    cause: /disabled/,
  },
  'port security of the source': {
    commands: 'ovn-nbctl lport-set-port-security $SRC 00:00:00:00:99:99',
    cause: /port security lets port \S+ send from 00:00:00:00:99:99 only/,
  },
  'port security of the destination': {
    commands: 'ovn-nbctl lport-set-port-security $DST 00:00:00:00:99:99',
    cause: /port security lets port \S+ (receive packets for|send from) 00:00:00:00:99:99 only/,
  },
  'an ACL for the destination': {
    commands: `ovn-nbctl acl-add $SWITCH to-lport 3000 'outport == "'$DST'" && ip' drop`,
    cause: /from the ACL +to-lport +3000 /,
  },
  'an ACL for the source': {
    commands: `ovn-nbctl acl-add $SWITCH from-lport 3000 'inport == "'$SRC'" && ip' drop`,
    cause: /from the ACL +from-lport +3000 /,
  },
  'ACLs in the wrong order': {
    commands: `ovn-nbctl acl-add $SWITCH to-lport 3001 'outport == "'$DST'" && ip' drop
      ovn-nbctl acl-add $SWITCH to-lport 3000 'outport == "'$DST'" && ip' allow-related`,
    cause: /from the ACL +to-lport +3001 /,
  },
  'a flow added by hand': {
    commands: 'ovs-ofctl add-flow br-int priority=300,table=0,in_port=$SRC_OFPORT,actions=drop',
    cause: /a flow that was added by hand drops it/,
  },
  'flows deleted by hand': {
    commands: 'ovs-ofctl del-flows br-int table=19',
    cause: /the flow of table 19 of br-int that it would match was deleted by hand/,
  },
  'a port that takes no packets': {
    commands: 'ovs-ofctl mod-port br-int $DST_IF no-forward',
    cause: /OpenFlow port \d+ \(\S+\) has the setting no-forward/,
  },
};

async function openTopology({ setup, source, destination }: Topology) {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const session = await openSession({ sandbox, cwd: import.meta.dirname, bundled: BUNDLED });
  const run = async (commands: string) => {
    let output = '';
    const print = (text: string): void => {
      output += text;
    };
    const streams = { stdout: print, stderr: print };
    const { exitCode } = await session.execute(commands, streams, new AbortController().signal);
    return { exitCode, output };
  };
  const started = `SOURCE=${source}; DESTINATION=${destination}`;
  await run(`{ ${setup}; } > /dev/null 2>&1; ${started}\n${VARIABLES}`);
  return run;
}

describe.each(Object.entries(TOPOLOGIES))('in %s', (_, topology) => {
  const { source, destination } = topology;

  it.each(Object.entries(FAULTS))('%s', async (__, { commands, cause }) => {
    const run = await openTopology(topology);
    const ping = `sandbox ping -c 1 ${source} ${destination}`;
    expect((await run(ping)).exitCode).toBe(0);
    expect(await run(commands)).toEqual({ exitCode: 0, output: '' });
    expect((await run(ping)).exitCode).toBe(1);
    expect((await run(`sandbox explain ${source} ${destination}`)).output).toMatch(cause);
  });
});
