/** Checks the side effects of packets. */
import { describe, expect, it } from 'vitest';
import { formatMatch } from '../../../src/openflow/text/format-match.js';
import { parseExactFlow } from '../../../src/packet/parse-exact-flow.js';
import { Scene } from './scene.js';

const ETH = 'dl_src=50:54:00:00:00:05,dl_dst=50:54:00:00:00:07';
const TCP = `in_port=1,${ETH},tcp,nw_src=192.168.0.2,nw_dst=192.168.0.1,nw_ttl=64,tp_src=40000,tp_dst=80`;

const flags = (text: string, tcpFlags: bigint) => {
  const flow = parseExactFlow(text);
  flow.set('tcp_flags', tcpFlags);
  return flow;
};

describe('flows', () => {
  it('count packets in all tables', () => {
    const scene = new Scene({ br0: [1, 2], br1: [1] })
      .patch(9, 9)
      .flows(
        'table=0 actions=resubmit(,1),9\n table=1,priority=2 tcp actions=drop\n table=1 actions=2',
      )
      .flows('actions=drop', { bridge: 'br1' });
    scene.send(TCP, { hasPacket: true });
    scene.send(TCP, { hasPacket: true });
    scene.send(TCP);
    const counted = (bridge: string) =>
      [...(scene.switch.bridge(bridge)?.flows() ?? [])].map(({ packets, bytes }) => [
        packets,
        bytes,
      ]);
    expect(counted('br0')).toEqual([
      [2n, 120n],
      [2n, 120n],
      [0n, 0n],
    ]);
    expect(counted('br1')).toEqual([[2n, 120n]]);
  });

  it('time out earlier once a connection ends', () => {
    const scene = new Scene({ br0: [1] }).flows(
      'idle_timeout=60 actions=fin_timeout(idle_timeout=5,hard_timeout=7)',
    );
    const timeouts = () =>
      [...scene.bridge.flows()].map(({ idleTimeout, hardTimeout }) => [idleTimeout, hardTimeout]);
    scene.send(flags(TCP, 0x002n), { hasPacket: true });
    expect(timeouts()).toEqual([[60, 0]]);
    scene.send(flags(TCP, 0x011n), { hasPacket: true });
    expect(timeouts()).toEqual([[5, 7]]);
  });
});

describe('the action learn', () => {
  // Flows are listed by table, priority and age.
  const learned = (scene: Scene, table: number) =>
    [...(scene.bridge.table(table) ?? [])].map(({ match, priority }) =>
      formatMatch(match, priority),
    );

  it('adds the flow for the reverse direction', () => {
    const scene = new Scene({ br0: [1, 2] }).flows(
      'tcp actions=learn(table=1,hard_timeout=60,eth_type=0x800,nw_proto=6,NXM_OF_IP_SRC[]=NXM_OF_IP_DST[],NXM_OF_IP_DST[]=NXM_OF_IP_SRC[],NXM_OF_TCP_SRC[]=NXM_OF_TCP_DST[],NXM_OF_TCP_DST[]=NXM_OF_TCP_SRC[]),2',
    );
    const { actions, megaflow } = scene.send(TCP, { hasPacket: true });
    expect(actions).toBe('2');
    expect(megaflow).toBe(
      'recirc_id=0,tcp,in_port=1,nw_src=192.168.0.2,nw_dst=192.168.0.1,nw_frag=no,tp_src=40000,tp_dst=80',
    );
    expect(learned(scene, 1)).toEqual([
      'tcp,nw_src=192.168.0.1,nw_dst=192.168.0.2,tp_src=80,tp_dst=40000',
    ]);
  });

  it('affects the packets that follow', () => {
    const scene = new Scene({ br0: [1, 2, 3] }).flows(
      'actions=load:3->NXM_NX_REG0[0..15],learn(table=0,priority=65535,NXM_OF_ETH_SRC[],NXM_OF_VLAN_TCI[0..11],output:NXM_NX_REG0[0..15]),output:2',
    );
    const fates = [1, 2, 3].map(() => scene.send(TCP, { hasPacket: true }).actions);
    expect(fates).toEqual(['2', '3', '3']);
    expect(learned(scene, 0)[0]).toBe(
      'priority=65535,vlan_tci=0x0000/0x0fff,dl_src=50:54:00:00:00:05',
    );
  });

  it('renews the flow as long as there are packets', () => {
    const scene = new Scene({ br0: [1, 2] }).flows(
      'table=0 actions=learn(table=1,hard_timeout=10,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])',
    );
    const countAfter = (seconds: number, hasPacket: boolean) => {
      scene.clock.advance(seconds * 1000);
      scene.bridge.expireFlows();
      scene.send(TCP, { hasPacket });
      return learned(scene, 1).length;
    };
    expect([
      countAfter(0, true),
      countAfter(8, true),
      countAfter(8, false),
      countAfter(8, false),
    ]).toEqual([1, 1, 1, 0]);
  });
});

describe('groups', () => {
  it('count packets, and so do their buckets', () => {
    const scene = new Scene({ br0: [1, 2, 3] })
      .groups(
        'group_id=7,type=indirect,bucket=output:2\n group_id=8,type=all,bucket=group:7,bucket=3',
      )
      .flows('actions=group:8', { openflow: 13 });
    scene.send(TCP, { hasPacket: true });
    const groups = [...scene.bridge.groups.values()];
    expect(groups.map(({ counters }) => counters.packets)).toEqual([1n, 1n]);
    expect(
      groups.map(({ bucketCounters }) => bucketCounters.map(({ packets }) => packets)),
    ).toEqual([[1n], [1n, 1n]]);
  });
});
