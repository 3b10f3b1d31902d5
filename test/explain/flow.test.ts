/** Tests explanations of flows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainFlow } from '../../src/explain/explain-flow.js';
import { formatExplanation } from '../../src/explain/explanation.js';
import { findFlows } from '../../src/explain/find-flows.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { explainContext } from '../../src/shell/sandbox-commands/explain-context.js';
import { runner } from '../run.js';
import { topology } from '../topology/commands.js';
import { ROUTED, run, SWITCHED, sandboxWith } from './networks.js';

/** Returns the explanations of the flows that a text describes. */
function explain(sandbox: Sandbox, text: string): string[] {
  const context = explainContext(sandbox);
  return findFlows([...context.switch.bridges.values()], text).map(({ bridge, flow }) =>
    formatExplanation(explainFlow(context, bridge, flow)),
  );
}

const sentences = (sandbox: Sandbox, text: string): string[] =>
  explain(sandbox, text).map((explanation) => explanation.split('\n')[0] ?? '');

describe('a flow', () => {
  it('is explained with all of its origins', async () => {
    const sandbox = await sandboxWith(SWITCHED);
    const [line = ''] = explain(
      sandbox,
      'table=49,tcp,reg7=0x1,metadata=0x1,tp_dst=22,ct_state=+new+trk',
    );
    expect(line).toBe(`\
An ACL allows new connections that start with packets to the ports of switch sw that match outport == "p" && tcp.dst == 22, and all that belongs to them.
  flow          table 49 of br-int, priority 2002
                match    ct_state=+new+trk,tcp,reg7=0x1,metadata=0x1,tp_dst=22
                where    metadata=0x1 is switch sw, reg7=0x1 is outport p
                actions  ct(commit,zone=NXM_NX_REG5[0..15]),resubmit(,50)
  logical flow  stage switch_out_acl (table 1 of egress) of switch sw, priority 2002
                match    ct.new && (outport == "p" && tcp.dst == 22)
                actions  ct_commit; next;
  from the ACL  to-lport  1002 (outport == "p" && tcp.dst == 22) allow-related   (of switch sw)
`);
  });

  it.each<[string, string, string]>([
    [
      SWITCHED,
      'table=0,in_port=1',
      'Packets from OpenFlow port 1 (vp) come from logical port p of switch sw, in conntrack zone 1.',
    ],
    [
      SWITCHED,
      'table=16,priority=50,reg6=0x2',
      'Port q may send from 00:00:00:00:00:02 only (port security).',
    ],
    [SWITCHED, 'table=16,priority=50,reg6=0x1', 'Port p may send from any address.'],
    [
      SWITCHED,
      'table=18,priority=65535,ct_state=+inv+trk',
      'Packets that the connection tracker finds invalid are dropped, whatever the ACLs of switch sw say.',
    ],
    [
      SWITCHED,
      'table=49,priority=0',
      'Packets that match no to-lport ACL of switch sw are allowed.',
    ],
    [
      SWITCHED,
      'table=19,priority=0',
      'Packets to an address that no port of switch sw has go to its ports with unknown addresses.',
    ],
    [
      SWITCHED,
      'table=32,reg7=0x3',
      'Packets for logical port far of switch sw go to chassis hv2 through OpenFlow port 3 (ovn-hv2-0).',
    ],
    [
      SWITCHED,
      'table=33,reg7=0xffff',
      'Packets for multicast group _MC_flood of switch sw go to its ports on this chassis: p and q.',
    ],
    [
      SWITCHED,
      'table=32,reg7=0xffff',
      'Packets for multicast group _MC_flood of switch sw go to the other chassis with ports of it, through OpenFlow port 3 (ovn-hv2-0).',
    ],
    [
      SWITCHED,
      'table=34,reg6=0x1,reg7=0x1',
      'Packets from logical port p of switch sw are not sent back to it.',
    ],
    [
      SWITCHED,
      'table=64,reg7=0x2',
      'Packets for logical port q of switch sw leave through OpenFlow port 2 (vq).',
    ],
    [
      SWITCHED,
      'table=0,in_port=3',
      'Packets from OpenFlow port 3 (ovn-hv2-0) come from chassis hv2, and the tunnel metadata names their logical ports.',
    ],
    [
      ROUTED,
      'table=16,reg6=0x1,dl_dst=02:00:00:00:01:00',
      'Port r-left of router r accepts packets for its Ethernet address, 02:00:00:00:01:00, and broadcasts.',
    ],
    [
      ROUTED,
      'table=17,priority=90,arp_tpa=10.0.1.1',
      'Port r-left of router r answers ARP requests for its address, 10.0.1.1/24.',
    ],
    [
      ROUTED,
      'table=18,nw_dst=10.0.2.0/24',
      'Router r delivers packets for the network of its port r-right, 10.0.2.1/24, directly.',
    ],
    [
      ROUTED,
      'table=18,priority=0,ip',
      'Router r sends packets for other networks to its default gateway, 10.0.2.254.',
    ],
    [
      ROUTED,
      'table=19,reg0=0xa000102',
      'Router r resolves an IP address of port a and passes packets for it to the switch of that port.',
    ],
  ])('is explained (%#)', async (network, text, sentence) => {
    const sandbox = await sandboxWith(network);
    const listing = await run(sandbox, 'ovs-ofctl dump-flows br-int');
    // The text may be a part of a flow's line.
    const line = listing
      .split('\n')
      .find((candidate) =>
        text
          .split(',')
          .every((word) => ` ${candidate.replaceAll(',', ' ')} `.includes(` ${word} `)),
      );
    expect(sentences(sandbox, line ?? '')).toEqual([sentence]);
  });

  it.each([
    '!ip.frag',
    'ip.later_frag',
    '!ip.later_frag',
    'ip.first_frag',
    'ip.is_frag',
    '!ip.is_frag',
  ])('is found by the line that lists it where it comes from %s', async (match) => {
    const acl = `ovn-nbctl lswitch-add s -- lport-add s p -- acl-add s from-lport 7 '${match}' drop`;
    const sandbox = await sandboxWith(acl);
    const listing = await run(sandbox, 'ovs-ofctl dump-flows br-int table=18');
    const lines = listing.split('\n').filter((line) => line.includes('priority=1007'));
    expect(lines).not.toEqual([]);
    for (const line of lines) expect(sentences(sandbox, line).join()).toContain(match);
  });

  it('is distinguished from flows that were added or changed manually', async () => {
    const sandbox = await sandboxWith(
      SWITCHED,
      'ovs-ofctl add-flow br-int table=1,udp,actions=drop',
    );
    const byHand =
      'This flow does not come from OVN: it was added by hand, for example with ovs-ofctl.';
    expect(sentences(sandbox, 'table=1,udp')).toEqual([byHand]);
    await run(sandbox, 'ovs-ofctl --strict mod-flows br-int table=32,priority=0,actions=drop');
    expect(sentences(sandbox, 'table=32,priority=0')).toEqual([
      'Packets that are not for another chassis continue to the ports on this chassis. But its actions were changed by hand.',
    ]);
  });

  it('of another bridge is not a flow of OVN', async () => {
    const sandbox = await sandboxWith('ovs-vsctl add-br br-eth1');
    expect(sentences(sandbox, 'priority=0 actions=NORMAL')).toEqual([
      'Bridge br-eth1 is an ordinary switch: it learns where addresses are and forwards packets there.',
    ]);
  });

  it('is found by its line in any listing, and has an owner', () => {
    fc.assert(
      fc.property(topology, (commands) => {
        const sandbox = Sandbox.open({ clock: new ManualClock() });
        runner(sandbox)(commands.join('\n'));
        const { switch: ofSwitch, provenance } = explainContext(sandbox);
        const bridge = ofSwitch.bridge('br-int');
        if (!bridge) return;
        const flows = [...bridge.flows()];
        for (const flow of flows) {
          const { owners, asWanted } = provenance.flow(bridge, flow);
          expect([owners.length > 0, asWanted]).toEqual([true, true]);
          expect(formatExplanation(explainFlow(explainContext(sandbox), bridge, flow))).not.toMatch(
            /no longer exists|undefined/,
          );
        }
        for (const version of ['OpenFlow10', 'OpenFlow11', 'OpenFlow13']) {
          const [listing] = runner(sandbox)(`ovs-ofctl -O ${version} dump-flows br-int`);
          const lines =
            listing?.stdout.split('\n').filter((line) => line.includes('actions=')) ?? [];
          expect(lines).toHaveLength(flows.length);
          for (const [i, line] of lines.entries()) {
            const cut = line.split(' ').slice(3).join(' ');
            for (const text of [line, cut]) {
              expect(findFlows([bridge], text)).toEqual([{ bridge, flow: flows[i] }]);
            }
          }
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe('a logical flow', () => {
  it('without a northbound origin is distinguished', async () => {
    const sandbox = await sandboxWith(SWITCHED);
    const [datapath] = [...explainContext(sandbox).sb.rows('Datapath_Binding')];
    await run(
      sandbox,
      `ovn-sbctl create Logical_Flow logical_datapath=${datapath?._uuid} pipeline=ingress table_id=9 priority=7 match=ip4 actions='"drop;"'`,
    );
    expect(sentences(sandbox, 'table=25,priority=7,ip,metadata=0x1')).toEqual([
      'This logical flow does not come from the northbound database: it was written into the southbound database by hand.',
    ]);
  });
});
