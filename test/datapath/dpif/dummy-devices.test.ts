import { describe, it } from 'vitest';
import { checkTranscript } from '../transcript.js';

const FRAME = 'ffffffffffff0000000000010800aa';

describe('dummy devices', () => {
  it('carry frames to the device that they are connected to', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0 -- set bridge br0 fail_mode=secure
      $ ovs-vsctl add-port br0 p1 -- set interface p1 ofport_request=1
      $ ovs-vsctl add-port br0 q1 -- set interface q1 options:pstream=punix:q.sock ofport_request=2
      $ ovs-vsctl add-port br0 q2 -- set interface q2 options:stream=unix:q.sock ofport_request=3
      $ ovs-vsctl add-port br0 q3 -- set interface q3 options:stream=tcp:127.0.0.1:99 ofport_request=4
      $ ovs-appctl netdev-dummy/conn-state
      q2: connected
      q3: disconnected
      $ ovs-appctl netdev-dummy/conn-state q1
      q1: unknown
      $ ovs-appctl netdev-dummy/conn-state q2
      q2: connected
      $ ovs-ofctl add-flow br0 in_port=1,actions=2
      $ ovs-ofctl add-flow br0 in_port=3,actions=drop
      $ ovs-appctl netdev-dummy/receive p1 ${FRAME}
      $ ovs-ofctl dump-aggregate br0 in_port=3
      NXST_AGGREGATE reply (xid=0x4): packet_count=1 byte_count=60 flow_count=1
      $ ovs-vsctl set interface q3 options:stream=tcp:127.0.0.1:99 -- set interface q1 options:pstream=ptcp:99
      $ ovs-appctl netdev-dummy/conn-state
      q2: disconnected
      q3: connected
    `);
  });

  it('stop carrying frames that go round in a loop', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0
      $ ovs-vsctl add-port br0 p1 -- add-port br0 q1 -- set interface q1 options:pstream=punix:q
      $ ovs-vsctl add-port br0 q2 -- set interface q2 options:stream=unix:q
      $ ovs-appctl netdev-dummy/receive p1 ${FRAME}
      $ ovs-appctl netdev-dummy/conn-state q2
      q2: connected
    `);
  });

  it('report the index that they are given', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0 -- add-port br0 p1 -- set interface p1 options:ifindex=7
      $ ovs-vsctl get interface p1 ifindex
      7
      $ ovs-vsctl remove interface p1 options ifindex
      $ ovs-vsctl get interface p1 ifindex
      0
    `);
  });
});

describe('cached flows', () => {
  it('stay for as long as max-idle says', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0 -- add-port br0 p1 -- set open_vswitch . other_config:max-idle=2000
      $ ovs-appctl netdev-dummy/receive p1 ${FRAME}
      $ ovs-appctl dpif/dump-flows br0
      recirc_id(0),in_port(2),eth(src=00:00:00:00:00:01,dst=ff:ff:ff:ff:ff:ff),eth_type(0x0800),ipv4(frag=no), packets:0, bytes:0, used:never, actions:100
      @ 3s
      $ ovs-appctl dpif/dump-flows br0
    `);
  });

  it('are as many as flow-limit says', () => {
    checkTranscript(`
      $ ovs-vsctl set open_vswitch . other_config:flow-limit=3
      $ ovs-appctl upcall/show
      system@ovs-system:
      	flows         : (current 0) (avg 0) (max 0) (limit 3)
      	dump duration : 0ms
      	ufid enabled : true

      	1: (keys 0)
    `);
  });
});
