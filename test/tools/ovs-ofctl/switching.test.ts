/** Checks commands that affect packets, against recordings of the real programs. */

import { expect, it } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { runner } from '../../run.js';
import { checkOfctl } from './ofctl-transcript.js';

const UDP = '50540000000150540000000208004500001c00000000401100000a0000010a00000200350035000a0000';

/** A sandbox with a bridge of two ports. */
function newBridge() {
  const run = runner(Sandbox.open({ clock: new ManualClock() }));
  run('ovs-vsctl add-br br0\novs-vsctl add-port br0 p1\novs-vsctl add-port br0 p2');
  return (script: string) =>
    run(script)
      .map(({ stdout, stderr }) => stdout + stderr)
      .join('');
}

it('packet-out sends packets by actions', () => {
  const run = newBridge();
  expect(run(`ovs-ofctl packet-out br0 none 2 "50 54 00 00 00 01 50 54 00 00 00 02 12 34"`)).toBe(
    '',
  );
  expect(run(`ovs-ofctl packet-out br0 1 in_port,2,local ${UDP}`)).toBe('');
  expect(run('ovs-ofctl dump-ports br0')).toBe(`OFPST_PORT reply (xid=0x2): 3 ports
  port LOCAL: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
           tx pkts=1, bytes=42, drop=0, errs=0, coll=0
  port  1: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
           tx pkts=1, bytes=42, drop=0, errs=0, coll=0
  port  2: rx pkts=0, bytes=0, drop=0, errs=0, frame=0, over=0, crc=0
           tx pkts=2, bytes=56, drop=0, errs=0, coll=0
`);
});

it('packet-out sends packets through tables', () => {
  const run = newBridge();
  run('ovs-ofctl add-flow br0 table=5,udp,actions=1');
  expect(run(`ovs-ofctl packet-out br0 none 'resubmit(,5)' ${UDP}`)).toBe('');
  expect(run('ovs-ofctl dump-flows br0 table=5')).toContain('n_packets=1, n_bytes=42,');
});

it('packet-out reports refusals of the switch', () => {
  const run = newBridge();
  const frame = '5054000000015054000000021234';
  expect(run(`ovs-ofctl -O OpenFlow13 packet-out br0 1 group:5 ${frame}`)).toBe(
    `OFPT_ERROR (OF1.3) (xid=0x2): OFPBAC_BAD_OUT_GROUP
OFPT_PACKET_OUT (OF1.3) (xid=0x2): in_port=1 actions=group:5 data_len=14
vlan_tci=0x0000,dl_src=50:54:00:00:00:02,dl_dst=50:54:00:00:00:01,dl_type=0x1234
`,
  );
  expect(run('ovs-ofctl packet-out br0 1 2 00')).toBe(
    'ovs-ofctl: Packet data too short for Ethernet\n',
  );
  expect(run('ovs-ofctl packet-out br0 1 2 zz')).toBe(
    'ovs-ofctl: Trailing garbage in packet data\n',
  );
});

it('mod-port shows in the database', () => {
  const run = newBridge();
  run('ovs-ofctl mod-port br0 p1 up');
  expect(run('ovs-vsctl get Interface p1 admin_state link_state')).toBe('up\nup\n');
  run('ovs-ofctl mod-port br0 p1 down');
  expect(run('ovs-vsctl get Interface p1 admin_state link_state')).toBe('down\ndown\n');
});

it('mod-table sets the handling of packets that match no flow', () => {
  const run = newBridge();
  run('ovs-ofctl del-flows br0\novs-ofctl add-flow br0 table=2,actions=2');
  const rule = () => /Rule: .*/.exec(run('ovs-appctl ofproto/trace br0 in_port=1'))?.[0].trimEnd();
  expect(rule()).toBe('Rule: table=254 cookie=0 priority=0,reg0=0x2');
  run('ovs-ofctl -O OpenFlow11 mod-table br0 0 continue');
  run('ovs-ofctl -O OpenFlow12 mod-table br0 1 continue');
  expect(rule()).toBe('Rule: table=2 cookie=0');
  run('ovs-ofctl -O OpenFlow12 mod-table br0 1 controller');
  expect(rule()).toBe('Rule: table=254 cookie=0 priority=0,reg0=0x1');
  const settings = (version: string) =>
    run(`ovs-ofctl -O ${version} dump-tables br0`).match(/(?<=config=)\w+/g);
  expect(settings('OpenFlow12')?.slice(0, 3)).toEqual(['continue', 'controller', 'controller']);
  // The reference mixes up the numbers here.
  expect(settings('OpenFlow11')?.slice(0, 3)).toEqual(['drop', 'continue', 'controller']);
});

it('mod-table and ping report errors', () => {
  checkOfctl(`
    $ mod-table br0 0 controller
    ! ovs-ofctl: table_mod 'controller' requires one of the OpenFlow versions OpenFlow10 but none is enabled (use -O)
    = 1
    $ -O OpenFlow13 mod-table br0 300 drop
    ! ovs-ofctl: invalid table_id "300"
    = 1
    $ -O OpenFlow13 mod-table br0 0 foo
    ! ovs-ofctl: invalid table_mod setting foo
    = 1
    $ -O OpenFlow12 mod-table br0 254 continue
    ! ovs-ofctl: last table's flow miss handling can not be continue
    = 1
    $ -O OpenFlow11 mod-table br0 254 drop
    ! OFPT_ERROR (OF1.1) (xid=0x2): NXBRC_UNENCODABLE_ERROR
    ! OFPT_TABLE_MOD (OF1.1) (xid=0x2): table_id=254, flow_miss_config=drop
    = 1
    $ -O OpenFlow12 mod-table br0 254 drop
    ! OFPT_ERROR (OF1.2) (xid=0x2): OFPTMFC_EPERM
    ! OFPT_TABLE_MOD (OF1.2) (xid=0x2): table_id=254, flow_miss_config=drop
    = 1
    $ ping br0 70000
    ! ovs-ofctl: payload must be between 0 and 65527 bytes
    = 1
    $ ping nosuch
    ! ovs-ofctl: nosuch is not a bridge or a socket
    = 1
  `);
});
