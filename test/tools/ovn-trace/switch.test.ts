/** Tests traces through one logical switch. */
import { describe, expect, it } from 'vitest';
import { checkTraces, fate, newLaboratory } from './transcript.js';

const PORT_1 = 'inport == "p1" && eth.src == 00:00:00:00:00:01';

/** Two ports with port security, and one that receives frames to unknown addresses. */
const THREE_PORTS = `
  ovn-nbctl lswitch-add sw0
  ovn-nbctl lport-add sw0 p1
  ovn-nbctl lport-set-addresses p1 00:00:00:00:00:01
  ovn-nbctl lport-set-port-security p1 00:00:00:00:00:01
  ovn-nbctl lport-add sw0 p2
  ovn-nbctl lport-set-addresses p2 00:00:00:00:00:02
  ovn-nbctl lport-set-port-security p2 00:00:00:00:00:02
  ovn-nbctl lport-add sw0 p3
  ovn-nbctl lport-set-addresses p3 unknown
  ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=p1
  ovs-vsctl add-port br-int v2 -- set Interface v2 external_ids:iface-id=p2
  ovs-vsctl add-port br-int v3 -- set Interface v3 external_ids:iface-id=p3
`;

describe('Ethernet', () => {
  it('is traced table by table', () => {
    checkTraces(
      newLaboratory(THREE_PORTS),
      `
      $ ovn-trace sw0 '${PORT_1} && eth.dst == 00:00:00:00:00:02'
      # reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,dl_type=0x0000

      ingress(dp="sw0", inport="p1")
      ------------------------------
       0. switch_in_port_sec: inport == "p1" && eth.src == {00:00:00:00:00:01}, priority 50, uuid ...
          next;
       3. switch_in_l2_lkup: eth.dst == 00:00:00:00:00:02, priority 50, uuid ...
          outport = "p2";
          output;

      egress(dp="sw0", inport="p1", outport="p2")
      -------------------------------------------
       2. switch_out_port_sec: outport == "p2" && eth.dst == {00:00:00:00:00:02}, priority 50, uuid ...
          output;
          /* output to "p2", type "" */
      `,
    );
  });

  it('is traced in three forms', () => {
    checkTraces(
      newLaboratory(THREE_PORTS),
      `
      $ ovn-trace --all sw0 '${PORT_1} && eth.dst == ff:ff:ff:ff:ff:ff && arp'
      # arp,reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=ff:ff:ff:ff:ff:ff,arp_spa=0.0.0.0,arp_tpa=0.0.0.0,arp_op=0,arp_sha=00:00:00:00:00:00,arp_tha=00:00:00:00:00:00
      # Detailed trace.

      ingress(dp="sw0", inport="p1")
      ------------------------------
       0. switch_in_port_sec: inport == "p1" && eth.src == {00:00:00:00:00:01}, priority 50, uuid ...
          next;
       3. switch_in_l2_lkup: eth.mcast, priority 100, uuid ...
          outport = "_MC_flood";
          output;

      multicast(dp="sw0", mcgroup="_MC_flood")
      ----------------------------------------

          egress(dp="sw0", inport="p1", outport="p1")
          -------------------------------------------
                  /* omitting output because inport == outport */

          egress(dp="sw0", inport="p1", outport="p2")
          -------------------------------------------
               2. switch_out_port_sec: eth.mcast, priority 100, uuid ...
                  output;
                  /* output to "p2", type "" */

          egress(dp="sw0", inport="p1", outport="p3")
          -------------------------------------------
               2. switch_out_port_sec: eth.mcast, priority 100, uuid ...
                  output;
                  /* output to "p3", type "" */
      # Summary trace.
      ingress(dp="sw0", inport="p1") {
          next;
          outport = "_MC_flood";
          output;
          multicast(dp="sw0", mcgroup="_MC_flood") {
              egress(dp="sw0", inport="p1", outport="p1") {
                  /* omitting output because inport == outport */;
              };
              egress(dp="sw0", inport="p1", outport="p2") {
                  output;
                  /* output to "p2", type "" */;
              };
              egress(dp="sw0", inport="p1", outport="p3") {
                  output;
                  /* output to "p3", type "" */;
              };
          };
      };
      # Minimal trace.
      output("p2");
      output("p3");
      $ ovn-trace --summary --minimal sw0 '${PORT_1} && eth.dst == 00:00:00:00:00:02'
      # reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,dl_type=0x0000
      # Summary trace.
      ingress(dp="sw0", inport="p1") {
          next;
          outport = "p2";
          output;
          egress(dp="sw0", inport="p1", outport="p2") {
              output;
              /* output to "p2", type "" */;
          };
      };
      # Minimal trace.
      output("p2");
      `,
    );
  });
});

describe('on a switch with port security', () => {
  const TO_P2 = 'eth.dst == 00:00:00:00:00:02';

  it.each([
    ['to an address that a port has', `${PORT_1} && ${TO_P2}`, 'output("p2");'],
    ['to an address that none has', `${PORT_1} && eth.dst == 00:00:00:00:00:09`, 'output("p3");'],
    ['to a group', `${PORT_1} && eth.dst == 01:00:5e:00:00:01`, 'output("p2"); output("p3");'],
    ['back to its port', `${PORT_1} && eth.dst == 00:00:00:00:00:01`, 'nothing'],
    ['from an address of another', `inport == "p1" && eth.src == 00:00:00:00:00:02`, 'nothing'],
    ['from any address of an open port', `inport == "p3" && ${TO_P2}`, 'output("p2");'],
    ['from a group', `inport == "p3" && eth.src == 01:00:00:00:00:01 && ${TO_P2}`, 'nothing'],
    ['with a VLAN', `${PORT_1} && ${TO_P2} && vlan.vid == 5`, 'nothing'],
    ['from nowhere', TO_P2, 'nothing'],
  ])('a packet %s', (_, microflow, expected) => {
    expect(fate(newLaboratory(THREE_PORTS), 'sw0', microflow)).toBe(expected);
  });

  it.each([
    [
      'that only one has the address of',
      'ovn-nbctl lport-set-port-security p2 00:00:00:00:00:08',
      `${PORT_1} && ${TO_P2}`,
      'nothing',
    ],
    [
      'without a port for unknown addresses',
      'ovn-nbctl lport-set-addresses p3 00:00:00:00:00:03',
      `${PORT_1} && eth.dst == 00:00:00:00:00:09`,
      'nothing',
    ],
    [
      'that is disabled',
      'ovn-nbctl lport-set-enabled p2 disabled',
      `${PORT_1} && ${TO_P2}`,
      'nothing',
    ],
    [
      'of a group, one of which is disabled',
      'ovn-nbctl lport-set-enabled p2 disabled',
      `${PORT_1} && eth.dst == ff:ff:ff:ff:ff:ff`,
      'output("p3");',
    ],
    [
      'from a disabled one',
      'ovn-nbctl lport-set-enabled p1 disabled',
      `${PORT_1} && ${TO_P2}`,
      'nothing',
    ],
  ])('a packet to a port %s', (_, change, microflow, expected) => {
    expect(fate(newLaboratory(THREE_PORTS + change), 'sw0', microflow)).toBe(expected);
  });
});

describe('ACLs', () => {
  const SSH = `${PORT_1} && eth.dst == 00:00:00:00:00:02 && ip4 && tcp.dst == 22`;
  const TELNET = `${PORT_1} && eth.dst == 00:00:00:00:00:02 && ip4 && tcp.dst == 23`;
  const acl = (text: string) => `ovn-nbctl acl-add sw0 ${text}\n`;
  const ANY_SSH = "'ip4 && tcp.dst == 22'";
  const ANY_IP = "'ip'";

  it.each([
    ['none', '', SSH, 'output("p2");'],
    ['drop, from', acl(`from-lport 5 ${ANY_SSH} drop`), SSH, 'nothing'],
    ['drop, to', acl(`to-lport 5 ${ANY_SSH} drop`), SSH, 'nothing'],
    ['reject is like drop', acl(`to-lport 5 ${ANY_SSH} reject`), SSH, 'nothing'],
    ['drop of something else', acl(`to-lport 5 ${ANY_SSH} drop`), TELNET, 'output("p2");'],
    [
      'allow above drop',
      acl(`to-lport 6 ${ANY_SSH} allow`) + acl(`to-lport 5 ${ANY_IP} drop`),
      SSH,
      'output("p2");',
    ],
    [
      'allow above drop, for the rest',
      acl(`to-lport 6 ${ANY_SSH} allow`) + acl(`to-lport 5 ${ANY_IP} drop`),
      TELNET,
      'nothing',
    ],
    [
      'allow below drop',
      acl(`to-lport 4 ${ANY_SSH} allow`) + acl(`to-lport 5 ${ANY_IP} drop`),
      SSH,
      'nothing',
    ],
    ['of another port', acl(`to-lport 5 'outport == "p3" && ip' drop`), SSH, 'output("p2");'],
    ['of the inport, from', acl(`from-lport 5 'inport == "p1"' drop`), SSH, 'nothing'],
    ['of the inport, to', acl(`to-lport 5 'inport == "p1"' drop`), SSH, 'nothing'],
    [
      'ARP is not IP',
      acl(`to-lport 5 ${ANY_IP} drop`),
      `${PORT_1} && eth.dst == 00:00:00:00:00:02 && arp`,
      'output("p2");',
    ],
  ])('%s', (_, policy, microflow, expected) => {
    expect(fate(newLaboratory(THREE_PORTS + policy), 'sw0', microflow)).toBe(expected);
  });

  const STATEFUL = acl(`to-lport 6 ${ANY_SSH} allow-related`) + acl(`to-lport 5 ${ANY_IP} drop`);

  it.each([
    ['new, allowed', '--ct new --ct new', SSH, 'output("p2");'],
    ['new, not allowed', '--ct new --ct new', TELNET, 'nothing'],
    ['established', '--ct est --ct est', TELNET, 'output("p2");'],
    ['a reply', '--ct est,rpl --ct est,rpl', TELNET, 'output("p2");'],
    ['related', '--ct rel --ct rel', TELNET, 'output("p2");'],
    ['a reply and related', '--ct rpl,rel --ct rpl,rel', TELNET, 'output("p2");'],
    // A packet with both states has no separate flow and matches the ACLs for established ones.
    ['established and related', '--ct est,rel --ct est,rel', SSH, 'nothing'],
    ['invalid where it comes in', '--ct inv', SSH, 'nothing'],
    ['invalid where it goes out', '--ct est --ct inv', SSH, 'nothing'],
    ['new first, then established', '--ct new --ct est', TELNET, 'output("p2");'],
    ['established first, then new', '--ct est --ct new', TELNET, 'nothing'],
    ['flags between blanks', '"--ct=est rpl" "--ct=est rpl"', TELNET, 'output("p2");'],
    ['new, as it is unknown', '', SSH, 'output("p2");'],
    ['new, as it is unknown, but not allowed', '', TELNET, 'nothing'],
    ['invalid, as there are no such flags', '', `${SSH} && tcp.flags == 3`, 'nothing'],
    ['invalid, as there was no SYN', '', `${SSH} && tcp.flags == 0x12`, 'nothing'],
    [
      'an echo reply to nothing',
      '',
      `${PORT_1} && eth.dst == 00:00:00:00:00:02 && icmp4.type == 0`,
      'nothing',
    ],
  ])('track connections: %s', (_, options, microflow, expected) => {
    expect(fate(newLaboratory(THREE_PORTS + STATEFUL), 'sw0', microflow, options)).toBe(expected);
  });

  it('show the state that ct_next finds, and its source', () => {
    checkTraces(
      newLaboratory(THREE_PORTS + STATEFUL),
      `
      $ ovn-trace --ct new sw0 '${TELNET}'
      # tcp,reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,nw_src=0.0.0.0,nw_dst=0.0.0.0,nw_tos=0,nw_ecn=0,nw_ttl=0,tp_src=0,tp_dst=23,tcp_flags=0

      ingress(dp="sw0", inport="p1")
      ------------------------------
       0. switch_in_port_sec: inport == "p1" && eth.src == {00:00:00:00:00:01}, priority 50, uuid ...
          next;
       1. switch_in_pre_acl: ip, priority 100, uuid ...
          ct_next;

      ct_next(ct_state=new|trk)
      -------------------------
       2. switch_in_acl: ip, priority 1, uuid ...
          ct_commit;
          next;
       3. switch_in_l2_lkup: eth.dst == 00:00:00:00:00:02, priority 50, uuid ...
          outport = "p2";
          output;

      egress(dp="sw0", inport="p1", outport="p2")
      -------------------------------------------
       0. switch_out_pre_acl: ip, priority 100, uuid ...
          ct_next;

      ct_next(ct_state=new|trk /* zone 2 has no such connection */)
      -------------------------------------------------------------
       1. switch_out_acl: ip, priority 1005, uuid ...
          drop;
      $ ovn-trace --ct=est,rpl --minimal --ct est sw0 '${TELNET}'
      # tcp,reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02,nw_src=0.0.0.0,nw_dst=0.0.0.0,nw_tos=0,nw_ecn=0,nw_ttl=0,tp_src=0,tp_dst=23,tcp_flags=0
      ct_next(ct_state=est|rpl|trk) {
          ct_next(ct_state=est|trk) {
              output("p2");
          };
      };
      `,
    );
  });

  it('stop the copies of a group after the first one that tracks its connection', () => {
    checkTraces(
      newLaboratory(THREE_PORTS + STATEFUL),
      `
      $ ovn-trace --summary --ct est --ct est sw0 '${PORT_1} && eth.dst == ff:ff:ff:ff:ff:ff && ip4'
      # ip,reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=ff:ff:ff:ff:ff:ff,nw_src=0.0.0.0,nw_dst=0.0.0.0,nw_proto=0,nw_tos=0,nw_ecn=0,nw_ttl=0
      ingress(dp="sw0", inport="p1") {
          next;
          ct_next;
          ct_next(ct_state=est|trk) {
              next;
              outport = "_MC_flood";
              output;
              multicast(dp="sw0", mcgroup="_MC_flood") {
                  egress(dp="sw0", inport="p1", outport="p1") {
                      /* omitting output because inport == outport */;
                  };
                  egress(dp="sw0", inport="p1", outport="p2") {
                      ct_next;
                      ct_next(ct_state=est|trk) {
                          next;
                          output;
                          /* output to "p2", type "" */;
                      };
                  };
                  egress(dp="sw0", inport="p1", outport="p3") {
                      /* omitting output because the group's actions ended with ct_next for "p2" */;
                  };
              };
          };
      };
      `,
    );
  });
});

it('show omitted copies where they would have been made', () => {
  checkTraces(
    newLaboratory(`${THREE_PORTS}ovn-nbctl acl-add sw0 to-lport 1 'ip' allow-related`),
    `
    $ ovn-trace --ct est --ct est sw0 '${PORT_1} && eth.dst == ff:ff:ff:ff:ff:ff && ip4'
    # ip,reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:01,dl_dst=ff:ff:ff:ff:ff:ff,nw_src=0.0.0.0,nw_dst=0.0.0.0,nw_proto=0,nw_tos=0,nw_ecn=0,nw_ttl=0

    ingress(dp="sw0", inport="p1")
    ------------------------------
     0. switch_in_port_sec: inport == "p1" && eth.src == {00:00:00:00:00:01}, priority 50, uuid ...
        next;
     1. switch_in_pre_acl: ip, priority 100, uuid ...
        ct_next;

    ct_next(ct_state=est|trk)
    -------------------------
     2. switch_in_acl: ct.est && !ct.rel && !ct.new && !ct.inv, priority 65535, uuid ...
        next;
     3. switch_in_l2_lkup: eth.mcast, priority 100, uuid ...
        outport = "_MC_flood";
        output;

    multicast(dp="sw0", mcgroup="_MC_flood")
    ----------------------------------------

        egress(dp="sw0", inport="p1", outport="p1")
        -------------------------------------------
                /* omitting output because inport == outport */

        egress(dp="sw0", inport="p1", outport="p2")
        -------------------------------------------
             0. switch_out_pre_acl: ip, priority 100, uuid ...
                ct_next;

            ct_next(ct_state=est|trk)
            -------------------------
             1. switch_out_acl: ct.est && !ct.rel && !ct.new && !ct.inv, priority 65535, uuid ...
                next;
             2. switch_out_port_sec: eth.mcast, priority 100, uuid ...
                output;
                /* output to "p2", type "" */

        egress(dp="sw0", inport="p1", outport="p3")
        -------------------------------------------
                /* omitting output because the group's actions ended with ct_next for "p2" */
    `,
  );
});
