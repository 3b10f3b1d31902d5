/**
 * Types a session into the real program on a real terminal, from an empty sandbox to a security
 * group in OpenFlow, and checks the screen and the scrollback.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noPty, TestTerminal } from './support/terminal.js';

const PROMPT = 'ovn-sandbox$ ';
const CHASSIS = '56b18105-5706-46ef-80c4-ff20979ab068';
const UUID = new RegExp(`(?!${CHASSIS})[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`, 'g');

/** Returns the lines of a text without the indentation that it has in this file. */
function lines(text: string): readonly string[] {
  const rows = text.split('\n').slice(1, -1);
  const indent = Math.min(...rows.map((row) => row.search(/\S/)));
  return rows.map((row) => row.slice(indent));
}

/** Commands in the order in which they are typed, with their output. */
const STEPS: readonly (readonly [command: string, output: readonly string[]])[] = [
  [
    'ovn/env1/setup.sh',
    lines(`
      + ovn-nbctl lswitch-add sw0
      + ovn-nbctl lport-add sw0 sw0-port1
      + ovn-nbctl lport-add sw0 sw0-port2
      + ovn-nbctl lport-set-addresses sw0-port1 00:00:00:00:00:01
      + ovn-nbctl lport-set-addresses sw0-port2 00:00:00:00:00:02
      + ovn-nbctl lport-set-port-security sw0-port1 00:00:00:00:00:01
      + ovn-nbctl lport-set-port-security sw0-port2 00:00:00:00:00:02
      + ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=sw0-port1
      + ovs-vsctl add-port br-int lport2 -- set Interface lport2 external_ids:iface-id=sw0-port2
      (+1 logical switch, +2 logical ports, +2 ports, +2 port bindings, +14 logical
       flows, +23 OpenFlow flows)
    `),
  ],
  [
    'ovn-nbctl show',
    lines(`
          lswitch UUID (sw0)
              lport sw0-port1
                  addresses: 00:00:00:00:00:01
              lport sw0-port2
                  addresses: 00:00:00:00:00:02
    `).map((row) => `    ${row}`),
  ],
  [
    'ovn-sbctl show',
    lines(`
      Chassis "${CHASSIS}"
          Encap geneve
              ip: "127.0.0.1"
          Port_Binding "sw0-port1"
          Port_Binding "sw0-port2"
    `),
  ],
  [
    `ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && icmp' allow-related`,
    ['(+1 ACL, +11 logical flows, +16 OpenFlow flows)'],
  ],
  [
    `ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && tcp && tcp.dst == 22' allow-related`,
    ['(+1 ACL, +1 logical flow, +2 OpenFlow flows)'],
  ],
  [
    `ovn-nbctl acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop`,
    ['(+1 ACL, +1 logical flow, +2 OpenFlow flows)'],
  ],
  [
    'ovn-nbctl acl-list sw0',
    lines(`
      to-lport  1002 (outport == "sw0-port1" && ip && icmp) allow-related
      to-lport  1002 (outport == "sw0-port1" && ip && tcp && tcp.dst == 22) allow-related
      to-lport  1001 (outport == "sw0-port1" && ip) drop
    `).map((row) => `  ${row}`),
  ],
];

/** The egress stages of the switch, with a security group for one port. */
const EGRESS = lines(`
  Datapath: UUID  Pipeline: egress
    table=0(switch_out_pre_acl), priority=  100, match=(ip), action=(ct_next;)
    table=0(switch_out_pre_acl), priority=    0, match=(1), action=(next;)
    table=1(switch_out_acl), priority=65535, match=(!ct.est && ct.rel && !ct.new && !ct.inv), action=(next;)
    table=1(switch_out_acl), priority=65535, match=(ct.est && !ct.rel && !ct.new && !ct.inv), action=(next;)
    table=1(switch_out_acl), priority=65535, match=(ct.inv), action=(drop;)
    table=1(switch_out_acl), priority= 2002, match=(ct.new && (outport == "sw0-port1" && ip && icmp)), action=(ct_commit; next;)
    table=1(switch_out_acl), priority= 2002, match=(ct.new && (outport == "sw0-port1" && ip && tcp && tcp.dst == 22)), action=(ct_commit; next;)
    table=1(switch_out_acl), priority= 2001, match=(outport == "sw0-port1" && ip), action=(drop;)
    table=1(switch_out_acl), priority=    1, match=(ip), action=(ct_commit; next;)
    table=1(switch_out_acl), priority=    0, match=(1), action=(next;)
    table=2(switch_out_port_sec), priority=  100, match=(eth.mcast), action=(output;)
    table=2(switch_out_port_sec), priority=   50, match=(outport == "sw0-port1" && eth.dst == {00:00:00:00:00:01}), action=(output;)
    table=2(switch_out_port_sec), priority=   50, match=(outport == "sw0-port2" && eth.dst == {00:00:00:00:00:02}), action=(output;)
`);

/** The same security group in the tables of the bridge. */
const OPENFLOW = lines(`
  table=48, n_packets=0, n_bytes=0, priority=0,metadata=0x1 actions=resubmit(,49)
  table=48, n_packets=0, n_bytes=0, priority=100,ip,metadata=0x1 actions=ct(table=49,zone=NXM_NX_REG5[0..15])
  table=48, n_packets=0, n_bytes=0, priority=100,ipv6,metadata=0x1 actions=ct(table=49,zone=NXM_NX_REG5[0..15])
  table=49, n_packets=0, n_bytes=0, priority=0,metadata=0x1 actions=resubmit(,50)
  table=49, n_packets=0, n_bytes=0, priority=1,ip,metadata=0x1 actions=ct(commit,zone=NXM_NX_REG5[0..15]),resubmit(,50)
  table=49, n_packets=0, n_bytes=0, priority=1,ipv6,metadata=0x1 actions=ct(commit,zone=NXM_NX_REG5[0..15]),resubmit(,50)
  table=49, n_packets=0, n_bytes=0, priority=2001,ip,reg7=0x1,metadata=0x1 actions=drop
  table=49, n_packets=0, n_bytes=0, priority=2001,ipv6,reg7=0x1,metadata=0x1 actions=drop
  table=49, n_packets=0, n_bytes=0, priority=2002,ct_state=+new+trk,icmp,reg7=0x1,metadata=0x1 actions=ct(commit,zone=NXM_NX_REG5[0..15]),resubmit(,50)
  table=49, n_packets=0, n_bytes=0, priority=2002,ct_state=+new+trk,icmp6,reg7=0x1,metadata=0x1 actions=ct(commit,zone=NXM_NX_REG5[0..15]),resubmit(,50)
  table=49, n_packets=0, n_bytes=0, priority=2002,ct_state=+new+trk,tcp,reg7=0x1,metadata=0x1,tp_dst=22 actions=ct(commit,zone=NXM_NX_REG5[0..15]),resubmit(,50)
  table=49, n_packets=0, n_bytes=0, priority=2002,ct_state=+new+trk,tcp6,reg7=0x1,metadata=0x1,tp_dst=22 actions=ct(commit,zone=NXM_NX_REG5[0..15]),resubmit(,50)
  table=49, n_packets=0, n_bytes=0, priority=65535,ct_state=+inv+trk,metadata=0x1 actions=drop
  table=49, n_packets=0, n_bytes=0, priority=65535,ct_state=-new+est-rel-inv+trk,metadata=0x1 actions=resubmit(,50)
  table=49, n_packets=0, n_bytes=0, priority=65535,ct_state=-new-est+rel-inv+trk,metadata=0x1 actions=resubmit(,50)
`);

const CLI = join(import.meta.dirname, '../../dist/cli.js');

if (noPty !== undefined) it.skip(`needs a pseudo-terminal: ${noPty}`, () => undefined);

describe.skipIf(noPty !== undefined)('the walk-through of security groups', () => {
  let folder: string;
  let terminal: TestTerminal;

  const start = async (): Promise<void> => {
    terminal = new TestTerminal([process.execPath, CLI], {
      cwd: folder,
      env: { HOME: folder, XDG_STATE_HOME: folder },
    });
    await terminal.endsWith(`${PROMPT}|`);
  };

  /** Types a command and returns its output, with the same name in place of every random UUID. */
  const answer = async (command: string): Promise<readonly string[]> => {
    const before = terminal.lines.length;
    terminal.type(`${command}\r`);
    await terminal.until(
      `the end of ${command}`,
      () => terminal.lines.length > before && terminal.screenWithCursor.at(-1) === `${PROMPT}|`,
    );
    const [echo, ...output] = terminal.lines.slice(before - 1, -1);
    expect(echo).toBe(PROMPT + command);
    const own = output.at(-1)?.endsWith('Control-O looks through them') ? 1 : 0;
    return output.slice(0, output.length - own).map((line) => line.replace(UUID, 'UUID'));
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'walkthrough-'));
    await start();
  });
  afterAll(() => {
    terminal.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(STEPS)('%s', async (command, output) => {
    expect(await answer(command)).toEqual(output);
  });

  it('ovn-sbctl lflow-list', async () => {
    const flows = await answer('ovn-sbctl lflow-list');
    expect(flows[0]).toBe('Datapath: UUID  Pipeline: ingress');
    expect(flows.slice(flows.indexOf('Datapath: UUID  Pipeline: egress'))).toEqual(EGRESS);
  });

  it('sudo ovs-ofctl dump-flows', async () => {
    const flows = await answer(`sudo ovs-ofctl -O OpenFlow13 dump-flows br-int | cut -f4- -d' '`);
    expect(flows.filter((flow) => /^table=4[89],/.test(flow)).sort()).toEqual(OPENFLOW);
    expect(flows.filter((flow) => flow.includes('table=64,')).sort()).toEqual(
      lines(`
        table=64, n_packets=0, n_bytes=0, priority=100,reg7=0x1,metadata=0x1 actions=output:1
        table=64, n_packets=0, n_bytes=0, priority=100,reg7=0x2,metadata=0x1 actions=output:2
      `),
    );
  });

  it('completes the names that exist now', async () => {
    terminal.type('ovn-nbctl lport-get-addr\tsw0-p\t');
    await terminal.shows(/^sw0-port2 {2}00:00:00:00:00:02/);
    terminal.type('2\r');
    await terminal.shows('00:00:00:00:00:02');
  });

  it('shows the warning of ovn-controller about a mistake', async () => {
    await terminal.endsWith(`${PROMPT}|`);
    const output = await answer("ovn-nbctl acl-add sw0 to-lport 1 'outport == nonsense' drop");
    const text = output.join('\n').replace(/\n +/g, ' ').split('\n');
    expect(text.length).toBe(3);
    expect(text[2]).toMatch(/^hint: .* Did you mean: outport == "nonsense"$/);
    expect(text[1]).toMatch(/^! ovn-controller: error parsing match "outport == nonsense"/);
  });

  it('restores everything the next time', async () => {
    terminal.type('exit\r');
    expect(await terminal.exits()).toBe(0);
    terminal.dispose();
    await start();
    expect(await answer('ovn-nbctl lswitch-list')).toEqual(['UUID (sw0)']);
    terminal.type('\x12acl-list');
    await terminal.shows(`${PROMPT}ovn-nbctl acl-list sw0`);
    terminal.type('\r');
    await terminal.shows(/to-lport {2}1001 \(outport == "sw0-port1" && ip\) drop/);
  });
});
