/** Checks packets that are recirculated. */
import { describe, expect, it } from 'vitest';
import { CT_STATE } from '../../../src/datapath/conntrack/ct-state.js';
import type { FlowMember } from '../../../src/openflow/model/members.js';
import { Flow } from '../../../src/packet/flow.js';
import { parseExactFlow } from '../../../src/packet/parse-exact-flow.js';
import { type Outcome, Scene } from './scene.js';

const ETH = 'dl_src=50:54:00:00:00:05,dl_dst=50:54:00:00:00:07';
const ICMP = `in_port=1,${ETH},icmp,nw_src=192.168.0.1,nw_dst=192.168.0.2,nw_ttl=64`;
const MPLS = `in_port=1,${ETH},mpls,mpls_label=11,mpls_bos=1`;

/** The metadata that the datapath sets on a recirculated packet. */
type Metadata = Partial<Record<FlowMember, bigint>>;

/** Sends a packet, and the packet that comes back. */
function sendTwice(
  scene: Scene,
  packet: string,
  again = packet,
  metadata: Metadata = {},
): { readonly first: string; readonly second: Outcome } {
  const { actions, result } = scene.send(packet, { hasPacket: true });
  const flow = new Flow(parseExactFlow(again));
  flow.set('recirc_id', BigInt(result.recirculations[0] ?? 0));
  // The keys of the record are members.
  for (const [key, value] of Object.entries(metadata)) flow.set(key as FlowMember, value);
  return { first: actions, second: scene.send(flow, { hasPacket: true }) };
}

describe('a recirculated packet', () => {
  it('continues with the headers below its label', () => {
    const scene = new Scene({ br0: [1, 2] }).flows('mpls actions=pop_mpls:0x0800,dec_ttl,2');
    const { first, second } = sendTwice(scene, MPLS, ICMP);
    expect(first).toBe('pop_mpls(eth_type=0x800),recirc(0x1)');
    expect(second).toMatchObject({
      actions: 'set(ipv4(ttl=63)),2',
      reports: [
        'Restoring state post-recirculation:',
        '- Resuming from table 0',
        '- Restoring actions: unroll_xlate,dec_ttl,output:2',
      ],
      megaflow: 'recirc_id=0x1,ip,in_port=1,nw_ttl=64,nw_frag=no',
    });
  });

  it('continues in every table where it was suspended', () => {
    const scene = new Scene({ br0: [1, 2, 3, 4, 5] }).flows(`
      table=0 actions=2,resubmit(,1),5
      table=1 actions=debug_recirc,3,resubmit(,2),4
      table=2 actions=in_port`);
    const { first, second } = sendTwice(scene, ICMP);
    expect(first).toBe('2,recirc(0x1)');
    expect(second.actions).toBe('3,1,4,5');
  });

  it('keeps its registers, stack and metadata', () => {
    const scene = new Scene({ br0: [1, 2, 3] }).flows(`
      table=0 actions=load:2->NXM_NX_REG0[],load:3->OXM_OF_METADATA[],push:NXM_NX_REG0[],load:0->NXM_OF_IN_PORT[],debug_recirc,pop:NXM_NX_REG1[],resubmit(,1)
      table=1,reg0=2,reg1=2,metadata=3,in_port=0 actions=1,2,3`);
    expect(sendTwice(scene, ICMP)).toMatchObject({
      first: 'recirc(0x1)',
      second: { actions: '1,2,3' },
    });
  });

  it('keeps its action set', () => {
    const scene = new Scene({ br0: [1, 2, 3] }).flows(
      'mpls actions=pop_mpls:0x0800,write_actions(output:2,dec_ttl),goto_table:1\n table=1 actions=3',
      { openflow: 13 },
    );
    const { second } = sendTwice(scene, MPLS, ICMP);
    expect(second.actions).toBe('3,set(ipv4(ttl=63)),2');
  });

  it('is in the same bridge', () => {
    const scene = new Scene({ br0: [1, 2], br1: [1, 2] })
      .patch(9, 9)
      .flows('priority=1 actions=9')
      .flows('mpls actions=pop_mpls:0x0800,dec_ttl,2', { bridge: 'br1' });
    const own = scene.send('in_port=1,dl_type=0x0900');
    expect(own.actions).toBe('drop');
    const port = scene.datapath.bridges.get('br1')?.ports.get(2)?.odpPort;
    const { first, second } = sendTwice(scene, MPLS, ICMP);
    expect(first).toBe('pop_mpls(eth_type=0x800),recirc(0x1)');
    expect(second.actions).toBe(`set(ipv4(ttl=63)),${port}`);
  });

  it.each([
    ['debug_recirc,resubmit(,1)', 'recirc(0x1)', 'drop'],
    ['ct(table=1,zone=5)', 'ct(zone=5),recirc(0x1)', '2'],
  ])('tells of its connection after %s: %s, %s', (actions, before, after) => {
    const scene = new Scene({ br0: [1, 2] }).flows(`
      table=0 actions=${actions}
      table=1,ct_state=+trk+new,ct_zone=5 actions=2`);
    const { first, second } = sendTwice(scene, ICMP, ICMP, {
      ct_state: BigInt(CT_STATE.TRK | CT_STATE.NEW),
      ct_zone: 5n,
    });
    expect(first).toBe(before);
    expect(second.actions).toBe(after);
  });
});

describe('recirculation IDs', () => {
  const scene = new Scene({ br0: [1, 2, 3] }).flows('table=0 actions=debug_recirc,2');

  it('are not allocated for a trace', () => {
    expect(scene.send(ICMP).actions).toBe('recirc(0)');
  });

  it('are shared by equal states', () => {
    expect(scene.send(ICMP, { hasPacket: true }).actions).toBe('recirc(0x1)');
    expect(scene.send(`${ICMP},icmp_type=8`, { hasPacket: true }).actions).toBe('recirc(0x1)');
    expect(scene.send(ICMP).actions).toBe('recirc(0x1)');
    const other = ICMP.replace('in_port=1', 'in_port=3');
    expect(scene.send(other, { hasPacket: true }).actions).toBe('recirc(0x2)');
  });

  it('that were not allocated drop the packet', () => {
    const flow = new Flow(parseExactFlow(ICMP));
    flow.set('recirc_id', 0x77n);
    expect(scene.send(flow).actions).toBe('drop');
    expect(scene.logged).toEqual(['WARN Recirculation context not found for ID 77']);
  });
});
