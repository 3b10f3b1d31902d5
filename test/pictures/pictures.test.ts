/** Tests the pictures of the logical network. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { dot } from '../../src/pictures/dot.js';
import { mermaid } from '../../src/pictures/mermaid.js';
import { outlineText } from '../../src/pictures/outline.js';
import { svg } from '../../src/pictures/svg.js';
import { type Topology, topologyOf } from '../../src/pictures/topology.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

/** Returns the topology after a script. */
async function topologyAfter(script: string): Promise<Topology> {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const session = await openSession({ sandbox, cwd: '/', bundled: [], script: {} });
  let problems = '';
  const streams = {
    stdout: () => {},
    stderr: (text: string) => {
      problems += text;
    },
  };
  await session.execute(script, streams, new AbortController().signal);
  expect(problems).toBe('');
  const { nb, sb, neutron } = sandbox.context();
  return topologyOf({ nb, sb, neutron: neutron.database });
}

const NETWORK = `
ovn-nbctl lswitch-add sw0
ovn-nbctl lport-add sw0 up1 && ovn-nbctl lport-set-addresses up1 "00:00:00:00:00:01 10.0.0.1"
ovn-nbctl lport-add sw0 down1
ovn-nbctl lport-add sw0 off1 && ovn-nbctl lport-set-enabled off1 disabled
ovn-nbctl lport-add sw0 child1 up1 42
ovn-nbctl lport-add sw0 net1
ovn-nbctl lport-set-type net1 localnet && ovn-nbctl lport-set-options net1 network_name=physnet1
ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=up1
ovn-nbctl -- --id=@p create Logical_Router_port name=lrp0 'network="10.0.0.254/24"' 'mac="00:00:00:00:ff:01"' \\
  -- create Logical_Router name=lr0 ports=@p > /dev/null
ovn-nbctl lport-add sw0 sw0-lr0
ovn-nbctl lport-set-type sw0-lr0 router
ovn-nbctl lport-set-options sw0-lr0 router-port=$(ovn-nbctl --bare --columns=_uuid find Logical_Router_Port name=lrp0)
`;

/** Names whose characters mean something in the languages of pictures. */
const STRANGE = String.raw`
ovn-nbctl lswitch-add 'a"b<c>&\d'
ovn-nbctl lport-add 'a"b<c>&\d' 'p"<&>\'
`;

describe('a picture', () => {
  it('lists the network', async () => {
    expect(outlineText(await topologyAfter(NETWORK))).toMatchInlineSnapshot(`
      "router lr0
        = lrp0  10.0.0.254/24  to sw0
      switch sw0
        + child1  up, on 56b18105-5706-46ef-80c4-ff20979ab068, in up1, VLAN 42
        - down1  down
        = net1  physical network physnet1
        x off1  disabled
        + up1  00:00:00:00:00:01 10.0.0.1  up, on 56b18105-5706-46ef-80c4-ff20979ab068
      chassis 56b18105-5706-46ef-80c4-ff20979ab068  geneve 127.0.0.1, 2 ports
      "
    `);
  });

  it('is a flowchart', async () => {
    expect(mermaid(await topologyAfter(NETWORK))).toMatchInlineSnapshot(`
      "flowchart TD
        n1{{"lr0"}}
        n2["sw0"]
        n3[["56b18105-5706-46ef-80c4-ff20979ab068<br/>geneve 127.0.0.1, 2 ports"]]
        n4("child1<br/>up, on 56b18105-5706-46ef-80c4-ff20979ab068, in up1, VLAN 42")
        n5("down1<br/>down")
        n6("net1<br/>physical network physnet1")
        n7("off1<br/>disabled")
        n8("up1<br/>00:00:00:00:00:01 10.0.0.1<br/>up, on 56b18105-5706-46ef-80c4-ff20979ab068")
        n2 --- n4
        n4 -.- n3
        n2 --- n5
        n2 --- n6
        n2 --- n7
        n2 --- n8
        n8 -.- n3
        n1 ---|"10.0.0.254/24"| n2
      "
    `);
  });

  it('is a graph for Graphviz', async () => {
    expect(dot(await topologyAfter(NETWORK))).toMatchInlineSnapshot(`
      "graph ovn {
        n1 [shape=hexagon, label="lr0"];
        n2 [shape=box, label="sw0"];
        n3 [shape=box3d, label="56b18105-5706-46ef-80c4-ff20979ab068\\ngeneve 127.0.0.1, 2 ports"];
        n4 [shape=ellipse, label="child1\\nup, on 56b18105-5706-46ef-80c4-ff20979ab068, in up1, VLAN 42"];
        n5 [shape=ellipse, label="down1\\ndown"];
        n6 [shape=ellipse, label="net1\\nphysical network physnet1"];
        n7 [shape=ellipse, label="off1\\ndisabled"];
        n8 [shape=ellipse, label="up1\\n00:00:00:00:00:01 10.0.0.1\\nup, on 56b18105-5706-46ef-80c4-ff20979ab068"];
        n2 -- n4;
        n4 -- n3 [style=dashed];
        n2 -- n5;
        n2 -- n6;
        n2 -- n7;
        n2 -- n8;
        n8 -- n3 [style=dashed];
        n1 -- n2 [label="10.0.0.254/24"];
      }
      "
    `);
  });

  it('shows each port once in SVG', async () => {
    const text = svg(await topologyAfter(NETWORK));
    for (const name of ['up1', 'down1', 'off1', 'child1', 'net1']) {
      expect(text.split(`>${name}  `).length, name).toBe(2);
    }
    expect(text.match(/<path /g)).toHaveLength(1);
    expect(text).not.toContain('NaN');
  });

  it('escapes names', async () => {
    const topology = await topologyAfter(STRANGE);
    expect(mermaid(topology)).toContain('n1["a#34;b#60;c#62;#38;#92;d"]');
    expect(dot(topology)).toContain(String.raw`label="a\"b<c>&\\d"`);
    expect(svg(topology)).toContain(String.raw`>a"b&lt;c&gt;&amp;\d</text>`);
  });

  it('of a link between routers draws it once', async () => {
    const topology = await topologyAfter(`
      ovn-nbctl -- --id=@a create Logical_Router_port name=a 'network="10.9.0.1/30"' 'mac="00:00:00:00:ff:01"' peer=@b \\
        -- --id=@b create Logical_Router_port name=b 'network="10.9.0.2/30"' 'mac="00:00:00:00:ff:02"' peer=@a \\
        -- create Logical_Router name=lra ports=@a -- create Logical_Router name=lrb ports=@b > /dev/null`);
    expect(mermaid(topology).match(/---/g)).toHaveLength(1);
  });

  it('of nothing is empty, and still valid', () => {
    const nothing: Topology = { switches: [], routers: [], chassis: [] };
    expect(outlineText(nothing)).toBe('');
    expect(mermaid(nothing)).toBe('flowchart TD\n');
    expect(dot(nothing)).toBe('graph ovn {\n}\n');
    expect(svg(nothing)).toContain('width="10" height="10"');
  });
});
