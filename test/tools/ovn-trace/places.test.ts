/**
 * Tests traces whose results depend on what is behind ports: connections, networks, containers,
 * other chassis.
 */
import { describe, expect, it } from 'vitest';
import { FrameMaker } from '../../policies/frames.js';
import { checkTraces, fate, newLaboratory } from './transcript.js';

describe('connections', () => {
  const NETWORK = `
    ovn-nbctl lswitch-add sw0
    ovn-nbctl lport-add sw0 p1 -- lport-set-addresses p1 00:00:00:00:00:01
    ovn-nbctl lport-add sw0 p2 -- lport-set-addresses p2 00:00:00:00:00:02
    ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=p1
    ovs-vsctl add-port br-int v2 -- set Interface v2 external_ids:iface-id=p2
    ovn-nbctl acl-add sw0 to-lport 2 'outport == "p2" && tcp.dst == 22' allow-related
    ovn-nbctl acl-add sw0 to-lport 1 'ip' drop
  `;
  const TO_P2 =
    'inport == "p1" && eth.src == 00:00:00:00:00:01 && eth.dst == 00:00:00:00:00:02 && ip4.src == 10.0.0.1 && ip4.dst == 10.0.0.2';
  const TO_P1 =
    'inport == "p2" && eth.src == 00:00:00:00:00:02 && eth.dst == 00:00:00:00:00:01 && ip4.src == 10.0.0.2 && ip4.dst == 10.0.0.1';
  const ANSWER = `${TO_P1} && tcp.src == 22 && tcp.dst == 1000`;

  /** Returns a laboratory in which these frames were sent. */
  const havingSent = (...frames: string[]) => {
    const laboratory = newLaboratory(NETWORK);
    const { datapath } = laboratory.sandbox.context({ read: () => undefined });
    const maker = new FrameMaker(4);
    for (const line of frames) {
      const { from, bytes } = maker.frame(line);
      datapath.receive(`v${from}`, bytes);
    }
    return laboratory;
  };
  const HANDSHAKE = ['1>2 tcp 1000>22 S', '2>1 tcp 22>1000 SA', '1>2 tcp 1000>22 A'];

  it.each([
    ['an answer without a request', [], ANSWER, 'nothing'],
    ['the answer to a SYN', HANDSHAKE.slice(0, 1), ANSWER, 'output("p1");'],
    ['the answer to another port', HANDSHAKE, ANSWER.replace('1000', '1001'), 'nothing'],
    ['what belongs to a connection', HANDSHAKE, ANSWER, 'output("p1");'],
    ['the SYN of another one', HANDSHAKE, `${TO_P2} && tcp.dst == 22`, 'output("p2");'],
    ['another service', HANDSHAKE, `${TO_P2} && tcp.dst == 23`, 'nothing'],
  ])('decide about %s', (_, frames, microflow, expected) => {
    expect(fate(havingSent(...frames), 'sw0', microflow)).toBe(expected);
  });

  it('are distinguished by zone', () => {
    checkTraces(
      havingSent(...HANDSHAKE),
      `
      $ ovn-trace --minimal sw0 '${ANSWER}'
      # tcp,reg6=0x2,vlan_tci=0x0000,dl_src=00:00:00:00:00:02,dl_dst=00:00:00:00:00:01,nw_src=10.0.0.2,nw_dst=10.0.0.1,nw_tos=0,nw_ecn=0,nw_ttl=0,tp_src=22,tp_dst=1000,tcp_flags=0
      ct_next(ct_state=est|rpl|trk /* zone 2 has the connection */) {
          ct_next(ct_state=est|rpl|trk /* zone 1 has the connection */) {
              output("p1");
          };
      };
      `,
    );
  });

  it('are forgotten after a timeout, and on request', () => {
    const laboratory = havingSent(...HANDSHAKE);
    laboratory.sandbox.advanceClock(5 * 24 * 60 * 60 * 1000 + 1000);
    expect(fate(laboratory, 'sw0', ANSWER)).toBe('nothing');
    const another = havingSent(...HANDSHAKE);
    another.build('ovs-appctl dpctl/flush-conntrack');
    expect(fate(another, 'sw0', ANSWER)).toBe('nothing');
  });

  it('are not changed by a trace', () => {
    const laboratory = newLaboratory(NETWORK);
    expect(fate(laboratory, 'sw0', `${TO_P2} && tcp.dst == 22`)).toBe('output("p2");');
    expect(laboratory.run('ovs-appctl dpctl/dump-conntrack').stdout).toBe('');
  });
});

it('physical networks end a trace', () => {
  const laboratory = newLaboratory(`
    ovs-vsctl add-br br-eth1
    ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge-mappings=physnet1:br-eth1
    ovn-nbctl lswitch-add sw0
    ovn-nbctl lport-add sw0 vif -- lport-set-addresses vif 00:00:00:00:00:01
    ovn-nbctl lport-add sw0 net -- lport-set-addresses net unknown
    ovn-nbctl lport-set-type net localnet
    ovn-nbctl lport-set-options net network_name=physnet1
    ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=vif
  `);
  checkTraces(
    laboratory,
    `
    $ ovn-trace --summary sw0 'inport == "vif" && eth.dst == 00:00:00:00:00:09'
    # reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:09,dl_type=0x0000
    ingress(dp="sw0", inport="vif") {
        next;
        outport = "_MC_unknown";
        output;
        multicast(dp="sw0", mcgroup="_MC_unknown") {
            egress(dp="sw0", inport="vif", outport="net") {
                output;
                /* output to "net", type "localnet" */;
            };
        };
    };
    `,
  );
  expect(fate(laboratory, 'sw0', 'inport == "net" && eth.dst == 00:00:00:00:00:01')).toBe(
    'output("vif");',
  );
  expect(fate(laboratory, 'sw0', 'inport == "net" && eth.dst == 00:00:00:00:00:09')).toBe(
    'nothing',
  );
});

describe('containers', () => {
  const NETWORK = `
    ovn-nbctl lswitch-add sw0
    ovn-nbctl lport-add sw0 vm -- lport-set-addresses vm 00:00:00:00:00:01
    ovn-nbctl lport-add sw0 c1 vm 5 -- lport-set-addresses c1 00:00:00:00:00:02
    ovn-nbctl lport-add sw0 c2 vm 6 -- lport-set-addresses c2 00:00:00:00:00:03
    ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=vm
  `;

  // As printed by `ofproto/trace` in br-int, with VLAN 5 for the frames of c1.
  it.each([
    ['from one to another', 'inport == "c1" && eth.dst == 00:00:00:00:00:03', 'output("c2");'],
    ['from the machine', 'inport == "vm" && eth.dst == 00:00:00:00:00:02', 'output("c1");'],
    ['to the machine', 'inport == "c1" && eth.dst == 00:00:00:00:00:01', 'nothing'],
    ['from one to all', 'inport == "c1" && eth.dst == ff:ff:ff:ff:ff:ff', 'output("c2");'],
    [
      'from the machine to all',
      'inport == "vm" && eth.dst == ff:ff:ff:ff:ff:ff',
      'output("c1"); output("c2");',
    ],
  ])('%s', (_, microflow, expected) => {
    expect(fate(newLaboratory(NETWORK), 'sw0', microflow)).toBe(expected);
  });
});

describe('another chassis', () => {
  const NETWORK = `
    ovn-sbctl chassis-add hv2 geneve 127.0.0.2
    ovn-nbctl lswitch-add sw0
    ovn-nbctl lport-add sw0 here1 -- lport-set-addresses here1 00:00:00:00:00:01
    ovn-nbctl lport-add sw0 here2 -- lport-set-addresses here2 00:00:00:00:00:02
    ovn-nbctl lport-add sw0 there1 -- lport-set-addresses there1 00:00:00:00:00:03
    ovn-nbctl lport-add sw0 there2 -- lport-set-addresses there2 00:00:00:00:00:04
    ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=here1
    ovs-vsctl add-port br-int v2 -- set Interface v2 external_ids:iface-id=here2
    ovn-sbctl lport-bind there1 hv2
    ovn-sbctl lport-bind there2 hv2
    ovn-nbctl acl-add sw0 to-lport 1 'ip' allow-related
  `;

  it('has separate connections, which are unknown', () => {
    checkTraces(
      newLaboratory(NETWORK),
      `
      $ ovn-trace --minimal sw0 'inport == "here1" && eth.dst == 00:00:00:00:00:03 && ip4 && tcp.dst == 22'
      # tcp,reg6=0x1,vlan_tci=0x0000,dl_src=00:00:00:00:00:00,dl_dst=00:00:00:00:00:03,nw_src=0.0.0.0,nw_dst=0.0.0.0,nw_tos=0,nw_ecn=0,nw_ttl=0,tp_src=0,tp_dst=22,tcp_flags=0
      ct_next(ct_state=new|trk /* zone 1 has no such connection */) {
          ct_next(ct_state=est|trk /* default (use --ct to customize) */) {
              output("there1");
          };
      };
      `,
    );
  });

  it('runs the actions of a group for its own ports', () => {
    // Each host stops after the first port for which it tracks the connection.
    const microflow = 'inport == "here1" && eth.dst == ff:ff:ff:ff:ff:ff && ip4';
    expect(fate(newLaboratory(NETWORK), 'sw0', microflow)).toBe(
      'output("here2"); output("there1");',
    );
  });
});
