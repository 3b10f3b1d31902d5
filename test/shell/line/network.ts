/** The network and the files in which the tests complete input. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManualClock } from '../../../src/lib/clock.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { openSession, type ShellSession } from '../../../src/shell/session.js';

const COMMANDS = `
ovn-nbctl lswitch-add sw0
ovn-nbctl lswitch-add sw1
ovn-nbctl lport-add sw0 sw0-port1
ovn-nbctl lport-add sw0 sw0-port2
ovn-nbctl lport-add sw1 sw1-port1
ovn-nbctl lport-set-addresses sw0-port1 '00:00:00:00:00:01 10.0.0.1'
ovn-nbctl lport-set-addresses sw0-port2 '00:00:00:00:00:02 10.0.0.2'
ovn-nbctl lport-set-addresses sw1-port1 '00:00:00:00:00:03 fd00::3'
ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip' allow
ovn-nbctl create Logical_Router name=lr0
ovn-nbctl -- --id=@lrp create Logical_Router_Port name=lrp0 mac='"00:00:00:00:ff:01"' network=10.0.0.254/24 -- add Logical_Router lr0 ports @lrp
ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=sw0-port1
ovs-vsctl add-port br-int lport2 -- set Interface lport2 external_ids:iface-id=sw0-port2
ovs-vsctl add-br br0
ovs-vsctl add-port br0 p1
ovs-vsctl add-port br0 p2
ovs-vsctl br-set-external-id br0 colour blue
ovs-vsctl add-bond br0 bond0 b1 b2
ovs-ofctl -O OpenFlow13 add-group br0 group_id=7,type=all,bucket=output:1
ovs-ofctl add-flow br0 table=3,priority=5,actions=NORMAL
ovn-sbctl chassis-add ch0 geneve 192.0.2.1
MODE=test
say() { echo hello; }
alias ll=ls
`;

/** Opens a shell with the network, in a folder with a few files. */
export async function openNetwork(folder: string): Promise<ShellSession> {
  mkdirSync(join(folder, 'notes'));
  writeFileSync(join(folder, 'flows.txt'), 'actions=drop\n');
  writeFileSync(join(folder, 'my file.txt'), '');
  writeFileSync(join(folder, 'setup.sh'), 'ovn-nbctl show\n');
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const session = await openSession({ sandbox, cwd: folder, bundled: [] });
  let trouble = '';
  const sinks = { stdout: () => {}, stderr: (text: string) => (trouble += text) };
  const { signal } = new AbortController();
  for (const line of COMMANDS.trim().split('\n')) {
    const { exitCode } = await session.execute(line, sinks, signal);
    if (exitCode !== 0) throw new Error(`${line}: ${trouble}`);
  }
  return session;
}
