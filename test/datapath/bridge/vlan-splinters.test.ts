import { it } from 'vitest';
import { checkTranscript } from '../transcript.js';

it('VLAN splinters give each VLAN of a device a port that carries it untagged', () => {
  checkTranscript(`
    $ ovs-vsctl add-br br0 -- set bridge br0 datapath_type=dummy fail_mode=secure
    $ ovs-vsctl add-port br0 s1 -- set interface s1 ofport_request=13 other_config:enable-vlan-splinters=true
    $ ovs-vsctl add-port br0 s2 tag=9 -- set interface s2 ofport_request=1
    $ ovs-appctl dpif/show
    dummy@ovs-dummy: hit:0 missed:0
    	br0:
    		br0 65534/100: (dummy)
    		s1 13/1: (system)
    		s1.9 2/3: (system)
    		s2 1/2: (system)
    system@ovs-system: hit:0 missed:0
    	br-int:
    		br-int 65534/1: (dummy)
    $ ovs-ofctl add-flow br0 in_port=13,dl_vlan=9,actions=1
    $ ovs-ofctl add-flow br0 in_port=1,actions=mod_vlan_vid:9,13
    $ ovs-appctl netdev-dummy/receive s1.9 505400000007505400000005080045
    $ ovs-appctl netdev-dummy/receive s2 505400000007505400000005080045
    $ ovs-appctl dpif/dump-flows br0
    recirc_id(0),in_port(3),eth_type(0x0800),ipv4(frag=no), packets:0, bytes:0, used:never, actions:push_vlan(vid=9,pcp=0),2
    recirc_id(0),in_port(2),eth_type(0x0800),ipv4(frag=no), packets:0, bytes:0, used:never, actions:3
    $ ovs-vsctl del-port s2
    $ ovs-appctl dpif/show
    dummy@ovs-dummy: hit:0 missed:2
    	br0:
    		br0 65534/100: (dummy)
    		s1 13/1: (system)
    system@ovs-system: hit:0 missed:0
    	br-int:
    		br-int 65534/1: (dummy)
  `);
});
