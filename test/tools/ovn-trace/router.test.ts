/** Tests traces through logical routers and the switches between them. */
import { describe, expect, it } from 'vitest';
import { checkTraces, fate } from './transcript.js';
import { twoNetworks } from './two-networks.js';

const FROM_FOO1 =
  'inport == "foo1" && eth.src == 00:00:00:00:01:01 && eth.dst == 00:00:00:00:01:fe && ip4.src == 192.168.1.1';
const TO_BAR1 = 'ip4.dst == 172.16.1.1 && ip.ttl == 64';
const ROUTED =
  'ip4.ttl--; eth.src = 00:00:00:00:02:fe; eth.dst = 00:00:00:00:02:01; output("bar1");';

it('a packet crosses a router', () => {
  checkTraces(
    twoNetworks(),
    `
    $ ovn-trace foo '${FROM_FOO1} && ${TO_BAR1}'
    # ip,reg6=0x2,vlan_tci=0x0000,dl_src=00:00:00:00:01:01,dl_dst=00:00:00:00:01:fe,nw_src=192.168.1.1,nw_dst=172.16.1.1,nw_proto=0,nw_tos=0,nw_ecn=0,nw_ttl=64

    ingress(dp="foo", inport="foo1")
    --------------------------------
     0. switch_in_port_sec: inport == "foo1", priority 50, uuid ...
        next;
     3. switch_in_l2_lkup: eth.dst == 00:00:00:00:01:fe, priority 50, uuid ...
        outport = "foo-R1";
        output;

    egress(dp="foo", inport="foo1", outport="foo-R1")
    -------------------------------------------------
     2. switch_out_port_sec: outport == "foo-R1", priority 50, uuid ...
        output;
        /* output to "foo-R1", type "patch" */

    ingress(dp="R1", inport="R1-foo")
    ---------------------------------
     0. router_in_admission: (eth.mcast || eth.dst == 00:00:00:00:01:fe) && inport == "R1-foo", priority 50, uuid ...
        next;
     2. router_in_ip_routing: ip4.dst == 172.16.1.0/255.255.255.0, priority 24, uuid ...
        ip4.ttl--;
        reg0 = ip4.dst;
        next;
     3. router_in_arp: reg0 == 172.16.1.1, priority 200, uuid ...
        eth.src = 00:00:00:00:02:fe;
        eth.dst = 00:00:00:00:02:01;
        outport = "R1-bar";
        output;

    egress(dp="R1", inport="R1-foo", outport="R1-bar")
    --------------------------------------------------
     0. router_out_delivery: outport == "R1-bar", priority 100, uuid ...
        output;
        /* output to "R1-bar", type "patch" */

    ingress(dp="bar", inport="bar-R1")
    ----------------------------------
     0. switch_in_port_sec: inport == "bar-R1", priority 50, uuid ...
        next;
     3. switch_in_l2_lkup: eth.dst == 00:00:00:00:02:01, priority 50, uuid ...
        outport = "bar1";
        output;

    egress(dp="bar", inport="bar-R1", outport="bar1")
    -------------------------------------------------
     2. switch_out_port_sec: outport == "bar1", priority 50, uuid ...
        output;
        /* output to "bar1", type "" */
    `,
  );
});

it('a router answers ARP requests for its addresses', () => {
  checkTraces(
    twoNetworks(),
    `
    $ ovn-trace --minimal foo 'inport == "foo1" && eth.src == 00:00:00:00:01:01 && eth.dst == ff:ff:ff:ff:ff:ff && arp.op == 1 && arp.sha == 00:00:00:00:01:01 && arp.spa == 192.168.1.1 && arp.tpa == 192.168.1.254'
    # arp,reg6=0x2,vlan_tci=0x0000,dl_src=00:00:00:00:01:01,dl_dst=ff:ff:ff:ff:ff:ff,arp_spa=192.168.1.1,arp_tpa=192.168.1.254,arp_op=1,arp_sha=00:00:00:00:01:01,arp_tha=00:00:00:00:00:00
    eth.dst = 00:00:00:00:01:01;
    eth.src = 00:00:00:00:01:fe;
    arp.op = 2;
    arp.tha = 00:00:00:00:01:01;
    arp.sha = 00:00:00:00:01:fe;
    arp.tpa = 192.168.1.1;
    arp.spa = 192.168.1.254;
    output("foo1");
    `,
  );
});

describe('a router', () => {
  const DEFAULT_GATEWAY = 'ovn-nbctl set Logical_Router R1 default_gw=172.16.1.1';

  it.each([
    ['routes', `${FROM_FOO1} && ${TO_BAR1}`, '', ROUTED],
    [
      'drops what has come too far',
      `${FROM_FOO1} && ip4.dst == 172.16.1.1 && ip.ttl == 1`,
      '',
      'nothing',
    ],
    ['drops what has no time to live', `${FROM_FOO1} && ip4.dst == 172.16.1.1`, '', 'nothing'],
    [
      'drops what is for itself',
      `${FROM_FOO1} && ip4.dst == 172.16.1.254 && ip.ttl == 64`,
      '',
      'nothing',
    ],
    [
      'knows no other networks',
      `${FROM_FOO1} && ip4.dst == 8.8.8.8 && ip.ttl == 64`,
      '',
      'nothing',
    ],
    [
      'knows a way to all',
      `${FROM_FOO1} && ip4.dst == 8.8.8.8 && ip.ttl == 64`,
      DEFAULT_GATEWAY,
      ROUTED,
    ],
    [
      'does not know a missing address',
      `${FROM_FOO1} && ip4.dst == 172.16.1.77 && ip.ttl == 64`,
      '',
      // Changes before the packet was dropped are visible too.
      'ip4.ttl--;',
    ],
    [
      'drops sources that cannot be',
      `${FROM_FOO1.replace('192.168.1.1', '192.168.1.255')} && ${TO_BAR1}`,
      '',
      'nothing',
    ],
    ['routes no IPv6', FROM_FOO1.replace('ip4.src == 192.168.1.1', 'ip6'), '', 'nothing'],
    [
      'does not send packets back',
      `${FROM_FOO1} && ip4.dst == 192.168.1.1 && ip.ttl == 64`,
      '',
      'ip4.ttl--; eth.src = 00:00:00:00:01:fe; eth.dst = 00:00:00:00:01:01;',
    ],
    [
      'drops broadcasts that are not for it',
      'inport == "foo1" && eth.src == 00:00:00:00:01:01 && eth.dst == ff:ff:ff:ff:ff:ff && ip4',
      '',
      'nothing',
    ],
    [
      'may have a port switched off',
      `${FROM_FOO1} && ${TO_BAR1}`,
      'ovn-nbctl set Logical_Router_Port R1-foo enabled=false',
      'nothing',
    ],
    [
      'may lose its switch',
      `${FROM_FOO1} && ${TO_BAR1}`,
      'ovn-nbctl remove Logical_Port bar-R1 options router-port',
      'ip4.ttl--;',
    ],
    [
      'may be missing',
      `${FROM_FOO1} && ${TO_BAR1}`,
      'ovn-nbctl set Logical_Port foo-R1 options:router-port=nobody',
      '*** patch port without peer;',
    ],
  ])('%s', (_, microflow, change, expected) => {
    const laboratory = twoNetworks();
    laboratory.build(change);
    expect(fate(laboratory, 'foo', microflow)).toBe(expected);
  });

  it('can be the start of a trace', () => {
    const laboratory = twoNetworks();
    const microflow =
      'inport == "R1-foo" && eth.dst == 00:00:00:00:01:fe && ip4.src == 192.168.1.1';
    expect(fate(laboratory, 'R1', `${microflow} && ${TO_BAR1}`)).toBe(ROUTED);
  });
});

it('connections are tracked again beyond a router', () => {
  const laboratory = twoNetworks();
  laboratory.build(`
    ovn-nbctl acl-add foo from-lport 5 'ip' allow-related
    ovn-nbctl acl-add bar to-lport 5 'ip4 && tcp.dst == 22' allow-related
    ovn-nbctl acl-add bar to-lport 4 'ip' drop
  `);
  const ssh = `${FROM_FOO1} && ${TO_BAR1} && tcp.src == 1000 && tcp.dst == 22`;
  const telnet = `${FROM_FOO1} && ${TO_BAR1} && tcp.src == 1000 && tcp.dst == 23`;
  expect(fate(laboratory, 'foo', ssh)).toBe(ROUTED);
  expect(fate(laboratory, 'foo', telnet)).toBe(ROUTED.replace(' output("bar1");', ''));
  checkTraces(
    laboratory,
    `
    $ ovn-trace --minimal foo '${ssh}'
    # tcp,reg6=0x2,vlan_tci=0x0000,dl_src=00:00:00:00:01:01,dl_dst=00:00:00:00:01:fe,nw_src=192.168.1.1,nw_dst=172.16.1.1,nw_tos=0,nw_ecn=0,nw_ttl=64,tp_src=1000,tp_dst=22,tcp_flags=0
    ct_next(ct_state=new|trk /* zone 1 has no such connection */) {
        ct_next(ct_state=new|trk /* zone 1 has no such connection */) {
            ip4.ttl--;
            eth.src = 00:00:00:00:02:fe;
            eth.dst = 00:00:00:00:02:01;
            ct_next(ct_state=new|trk /* zone 0 has no such connection */) {
                ct_next(ct_state=new|trk /* zone 2 has no such connection */) {
                    output("bar1");
                };
            };
        };
    };
    `,
  );
});
