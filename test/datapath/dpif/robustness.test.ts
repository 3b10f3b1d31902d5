import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataPlane } from '../../../src/datapath/dpif/data-plane.js';
import { ManualClock } from '../../../src/lib/clock.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { parseFrame } from '../../../src/tools/ovs-appctl/commands/netdev-dummy-commands.js';
import { runner } from '../../run.js';

/** Bridges whose flows look at all fields of a packet and change many of them. */
const SETUP = `
  ovs-vsctl add-br br0
  ovs-vsctl add-br br1
  ovs-vsctl add-port br0 p1
  ovs-vsctl add-port br0 p2 tag=5
  ovs-vsctl add-port br0 p3 -- set interface p3 type=patch options:peer=q3
  ovs-vsctl add-port br1 q3 -- set interface q3 type=patch options:peer=p3
  ovs-vsctl add-port br1 q1
  ovs-ofctl add-flow br0 "priority=9,tcp,tp_dst=80,actions=mod_tp_dst:81,NORMAL"
  ovs-ofctl add-flow br0 "priority=9,udp,actions=mod_nw_dst:1.2.3.4,mod_nw_tos:32,dec_ttl,NORMAL"
  ovs-ofctl add-flow br0 "priority=9,arp,arp_op=1,actions=load:2->NXM_OF_ARP_OP[],NORMAL"
  ovs-ofctl add-flow br0 "priority=9,icmp6,icmp_type=135,nd_target=::1,actions=set_field:::2->nd_target,NORMAL"
  ovs-ofctl add-flow br0 "priority=9,ipv6,ipv6_src=fe80::/16,actions=set_field:::2->ipv6_dst,dec_ttl,NORMAL"
  ovs-ofctl -O OpenFlow13 add-flow br0 "priority=9,mpls,mpls_bos=1,actions=pop_mpls:0x0800,NORMAL"
  ovs-ofctl -O OpenFlow13 add-flow br0 "priority=9,mpls,mpls_bos=0,actions=set_mpls_label:7,dec_mpls_ttl,NORMAL"
  ovs-ofctl -O OpenFlow13 add-flow br0 "priority=9,sctp,actions=set_field:7->sctp_dst,push_mpls:0x8847,output:1"
  ovs-ofctl add-flow br0 "priority=8,dl_vlan=5,actions=strip_vlan,ct(commit,zone=5),NORMAL"
  ovs-ofctl add-flow br0 "priority=7,ip,ip_frag=no,actions=ct(table=1,zone=7)"
  ovs-ofctl add-flow br0 "table=1,ct_state=+new,ip,actions=ct(commit,zone=7),NORMAL"
  ovs-ofctl add-flow br0 "table=1,ct_state=-new,actions=NORMAL"
  ovs-ofctl add-flow br1 "in_port=1,actions=learn(table=2,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),resubmit(,2),NORMAL"`;

function open(): DataPlane {
  const sandbox = Sandbox.open({ clock: new ManualClock(1_000_000) });
  for (const { stderr } of runner(sandbox)(SETUP)) expect(stderr).toBe('');
  return sandbox.context({ read: () => undefined }).datapath;
}

const ETH = 'in_port(1),eth(src=00:00:00:00:00:0a,dst=00:00:00:00:00:0b)';
const IPV4 = 'ipv4(src=10.0.0.1,dst=10.0.0.2,proto=PROTO,tos=0,ttl=64,frag=no)';
const IPV6 = 'ipv6(src=fe80::1,dst=fe80::2,label=0,proto=PROTO,tclass=0,hlimit=64,frag=no)';

/** A valid packet of each kind. */
const GOOD = [
  'eth_type(0x0800),IPV4(6),tcp(src=1,dst=80)',
  'eth_type(0x0800),IPV4(17),udp(src=1,dst=53)',
  'eth_type(0x0800),IPV4(132),sctp(src=1,dst=53)',
  'eth_type(0x0800),IPV4(1),icmp(type=3,code=3)',
  'eth_type(0x0800),IPV4(2)',
  'eth_type(0x86dd),IPV6(6),tcp(src=1,dst=80)',
  'eth_type(0x86dd),IPV6(58),icmpv6(type=135,code=0),nd(target=::1,sll=00:00:00:00:00:0a,tll=00:00:00:00:00:00)',
  'eth_type(0x0806),arp(sip=1.1.1.1,tip=1.1.1.2,op=1,sha=00:00:00:00:00:0a,tha=00:00:00:00:00:00)',
  'eth_type(0x8847),mpls(label=100,tc=7,ttl=64,bos=1)',
  'eth_type(0x8847),mpls(label=100,tc=0,ttl=64,bos=0,label=7,tc=0,ttl=3,bos=1)',
  'eth_type(0x8100),vlan(vid=5,pcp=3),encap(eth_type(0x0800),IPV4(6),tcp(src=1,dst=80))',
  'eth_type(0x8100),vlan(vid=6,pcp=3),encap(eth_type(0x86dd),IPV6(17),udp(src=1,dst=80))',
  'eth_type(0x1234)',
].map((text) => {
  const spelled = text
    .replace(/IPV4\((\d+)\)/, (_, proto) => IPV4.replace('PROTO', proto))
    .replace(/IPV6\((\d+)\)/, (_, proto) => IPV6.replace('PROTO', proto));
  const frame = parseFrame(`${ETH},${spelled}`);
  if (frame === undefined) throw new Error(`no packet: ${text}`);
  return frame;
});

const PORTS = ['p1', 'p2', 'q1', 'br0'];

/** Checks that a frame is counted, and that it leaves or has a reason for being dropped. */
function checkFate(datapath: DataPlane, port: string, frame: Uint8Array): void {
  const counters = datapath.port(port)?.port.counters;
  const before = counters?.rxPackets ?? 0n;
  const forwarded = datapath.receive(port, frame);
  expect(counters?.rxPackets).toBe(before + 1n);
  expect(forwarded?.passes.length).toBeGreaterThan(0);
  for (const pass of forwarded?.passes ?? []) {
    if (forwarded?.outputs.length === 0 && forwarded.passes.length === 1) {
      expect(pass.drop).toBeDefined();
    }
  }
}

describe('malformed frames', () => {
  it('truncated anywhere', () => {
    const datapath = open();
    for (const frame of GOOD) {
      for (let length = 0; length <= frame.length; length++) {
        for (const port of PORTS) checkFate(datapath, port, frame.subarray(0, length));
      }
    }
  });

  it('with some bytes changed', () => {
    const datapath = open();
    const change = fc.tuple(fc.nat(70), fc.nat(255));
    fc.assert(
      fc.property(
        fc.constantFrom(...GOOD),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...PORTS),
        (frame, changes, port) => {
          const broken = frame.slice();
          for (const [at, byte] of changes) broken[at % broken.length] = byte;
          checkFate(datapath, port, broken);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('ten thousand random ones', () => {
    const datapath = open();
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 120 }),
        fc.constantFrom('', '0800', '0806', '86dd', '8100', '8847', '810000050800'),
        fc.constantFrom(...PORTS),
        (bytes, type, port) => {
          const head = Uint8Array.from(Buffer.from(`00000000000b00000000000a${type}`, 'hex'));
          checkFate(datapath, port, type === '' ? bytes : Uint8Array.from([...head, ...bytes]));
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('one that is too long', () => {
    const datapath = open();
    const long = new Uint8Array(65_536);
    long.set(GOOD[0] ?? []);
    checkFate(datapath, 'p1', long);
    expect(datapath.receive('p1', long)?.outputs).toEqual([]);
  });

  it('through missing ports', () => {
    const datapath = open();
    expect(datapath.receive('nosuch', new Uint8Array(60))).toBeUndefined();
    expect(datapath.receive('p3', new Uint8Array(60))).toBeUndefined();
  });
});
