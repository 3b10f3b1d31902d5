/** Tests the commands that only `ovs-vsctl` has. */
import { describe, it } from 'vitest';
import { checkTranscript } from './transcript.js';

describe('ovs-vsctl', () => {
  it('adds bridges and ports', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0 -- add-port br0 p1 tag=9 -- set Interface p1 type=internal
      $ ovs-vsctl add-port br0 p0
      $ ovs-vsctl list-br -- list-ports br0 -- list-ifaces br0 -- port-to-br p0 -- iface-to-br p1
      br-int
      br0
      p0
      p1
      p0
      p1
      br0
      br0
      $ ovs-vsctl show
      <1>
          Bridge br-int
              fail_mode: secure
              Port br-int
                  Interface br-int
                      type: internal
          Bridge "br0"
              Port "br0"
                  Interface "br0"
                      type: internal
              Port "p1"
                  tag: 9
                  Interface "p1"
                      type: internal
              Port "p0"
                  Interface "p0"
      $ ovs-vsctl add-port br0 p0
      ! ovs-vsctl: cannot create a port named p0 because a port named p0 already exists on bridge br0
      = 1
      $ ovs-vsctl add-port br-int br0
      ! ovs-vsctl: cannot create a port named br0 because a bridge named br0 already exists
      = 1
      $ ovs-vsctl --may-exist add-port br0 p0
      $ ovs-vsctl --may-exist add-port br-int p0
      ! ovs-vsctl: "--may-exist add-port br-int p0" but p0 is actually attached to bridge br0
      = 1
      $ ovs-vsctl --may-exist add-port br-int br-int
      ! ovs-vsctl: cannot create a port named br-int because a bridge named br-int already exists
      = 1
      $ ovs-vsctl add-port br0 bad type=internal
      ! ovs-vsctl: Port does not contain a column whose name matches "type"
      = 1
      $ ovs-vsctl add-port nosuch bad
      ! ovs-vsctl: no bridge named nosuch
      = 1
      $ ovs-vsctl add-br p0
      ! ovs-vsctl: cannot create a bridge named p0 because a port named p0 already exists on bridge br0
      = 1
      $ ovs-vsctl --may-exist add-br br0
      $ ovs-vsctl br-exists br0 -- br-exists nosuch -- list-br
      = 2
      $ ovs-vsctl port-to-br br0
      ! ovs-vsctl: no port named br0
      = 1
      $ ovs-vsctl iface-to-br nosuch
      ! ovs-vsctl: no interface named nosuch
      = 1
    `);
  });

  it('deletes ports and bridges', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0 -- add-port br0 p0 -- add-port br0 p1 -- add-port br-int p2
      $ ovs-vsctl del-port br-int p0
      ! ovs-vsctl: bridge br-int does not have a port p0
      = 1
      $ ovs-vsctl del-port br0 p0 -- add-port br-int p0 -- list-ports br-int
      p0
      p2
      $ ovs-vsctl del-port p0 -- add-port br0 p0 tag=3 -- get Port p0 tag
      3
      $ ovs-vsctl del-port br0
      ! ovs-vsctl: cannot delete port br0 because it is the local port for bridge br0 (deleting this port requires deleting the entire bridge)
      = 1
      $ ovs-vsctl --if-exists del-port br0
      $ ovs-vsctl del-port nosuch
      ! ovs-vsctl: no port named nosuch
      = 1
      $ ovs-vsctl --if-exists del-port nosuch
      $ ovs-vsctl del-br br0 -- --if-exists del-br br0
      $ ovs-vsctl del-br br0
      ! ovs-vsctl: no bridge named br0
      = 1
      $ ovs-vsctl --columns=name list Interface
      name                : br-int

      name                : "p2"
    `);
  });

  it('bonds interfaces', () => {
    checkTranscript(`
      $ ovs-vsctl add-bond br-int b e1 lacp=active
      ! ovs-vsctl: add-bond requires at least 2 interfaces, but only 1 were specified
      = 1
      $ ovs-vsctl add-bond br-int b e2 e1 lacp=active
      $ ovs-vsctl --may-exist add-bond br-int b e1 e2
      $ ovs-vsctl --may-exist add-bond br-int b e1 "e 3"
      ! ovs-vsctl: "--may-exist add-bond br-int b e1 "e 3"" but b actually has interface(s) e1, e2
      = 1
      $ ovs-vsctl add-bond br-int c e1 e3
      ! ovs-vsctl: cannot create an interface named e1 because an interface named e1 already exists on bridge br-int
      = 1
      $ ovs-vsctl show
      <1>
          Bridge br-int
              fail_mode: secure
              Port br-int
                  Interface br-int
                      type: internal
              Port b
                  Interface "e2"
                  Interface "e1"
      $ ovs-vsctl iface-to-br e2
      br-int
      $ ovs-vsctl --with-iface del-port e2
      $ ovs-vsctl --with-iface del-port e2
      ! ovs-vsctl: no port or interface named e2
      = 1
    `);
  });

  it('supports fake bridges', () => {
    checkTranscript(`
      $ ovs-vsctl add-br br0 -- add-br vl br0 10 -- add-port vl vp
      $ ovs-vsctl list-ports vl -- list-ports br0 -- port-to-br vp -- br-to-parent vl -- br-to-vlan vl -- br-to-vlan br0
      vp
      vl
      br0
      10
      0
      $ ovs-vsctl --fake list-br -- --real list-br
      vl
      br-int
      br0
      $ ovs-vsctl add-br vl2 br0 10
      ! ovs-vsctl: bridge br0 already has a child VLAN bridge vl on VLAN 10
      = 1
      $ ovs-vsctl add-br vl2 vl 11
      ! ovs-vsctl: cannot create bridge with fake bridge as parent
      = 1
      $ ovs-vsctl add-br vl2 nosuch 11
      ! ovs-vsctl: parent bridge nosuch does not exist
      = 1
      $ ovs-vsctl add-br vl2 br0
      ! ovs-vsctl: 'add-br' command takes exactly 1 or 3 arguments
      = 1
      $ ovs-vsctl add-br vl2 br0 4096
      ! ovs-vsctl: add-br: vlan must be between 0 and 4095
      = 1
      $ ovs-vsctl --may-exist add-br vl br0 10
      $ ovs-vsctl --may-exist add-br vl br0 11
      ! ovs-vsctl: "--may-exist add-br vl br0 11" but vl is a VLAN bridge for the wrong VLAN 10
      = 1
      $ ovs-vsctl --may-exist add-br vl br-int 10
      ! ovs-vsctl: "--may-exist add-br vl br-int 10" but vl has the wrong parent br0
      = 1
      $ ovs-vsctl --may-exist add-br vl
      ! ovs-vsctl: "--may-exist add-br vl" but vl is a VLAN bridge for VLAN 10
      = 1
      $ ovs-vsctl --may-exist add-br br0 br-int 10
      ! ovs-vsctl: "--may-exist add-br br0 br-int 10" but br0 is not a VLAN bridge
      = 1
      $ ovs-vsctl br-set-external-id vl a 1 -- br-get-external-id vl -- get Port vl external_ids
      a=1
      {fake-bridge-a="1"}
      $ ovs-vsctl br-set-external-id vl a -- br-get-external-id vl a
      $ ovs-vsctl set-fail-mode vl secure
      ! ovs-vsctl: vl is a fake bridge
      = 1
      $ ovs-vsctl del-port br0 vp
      ! ovs-vsctl: bridge br0 does not have a port vp
      = 1
      $ ovs-vsctl del-br vl -- list-ports br0
      $ ovs-vsctl --columns=name list Port
      name                : br-int

      name                : "br0"
    `);
  });

  it('sets controllers, managers and certificates', () => {
    checkTranscript(`
      $ ovs-vsctl set-controller br-int tcp:1.1.1.1 foo
      ! 2015-11-04T12:00:00Z|00002|vsctl|WARN|target type "foo" is possibly erroneous
      $ ovs-vsctl get-controller br-int
      foo
      tcp:1.1.1.1
      $ ovs-vsctl set-controller br-int ptcp: -- get-controller br-int -- --columns=target list Controller br-int
      ptcp:
      target              : "ptcp:"
      $ ovs-vsctl del-controller br-int -- get-controller br-int
      $ ovs-vsctl get-fail-mode br-int -- set-fail-mode br-int standalone -- get-fail-mode br-int -- del-fail-mode br-int -- get-fail-mode br-int
      secure
      standalone
      $ ovs-vsctl set-fail-mode br-int bogus
      ! ovs-vsctl: fail-mode must be "standalone" or "secure"
      = 1
      $ ovs-vsctl set-manager ptcp: foo -- get-manager -- set-manager ptcp: -- get-manager
      foo
      ptcp:
      ptcp:
      ! 2015-11-04T12:00:00Z|00002|vsctl|WARN|target type "foo" is possibly erroneous
      $ ovs-vsctl set-manager ptcp: -- show
      <1>
          Manager "ptcp:"
          Bridge br-int
              Port br-int
                  Interface br-int
                      type: internal
      $ ovs-vsctl del-manager -- get-manager
      $ ovs-vsctl --bootstrap set-ssl /a /b /c
      $ ovs-vsctl get-ssl -- del-ssl -- get-ssl
      Private key: /a
      Certificate: /b
      CA Certificate: /c
      Bootstrap: true
      $ ovs-vsctl add-aa-mapping br-int 5 6 -- add-aa-mapping br-int 7 8 -- del-aa-mapping br-int 5 6 -- get-aa-mapping br-int
      7 8
      $ ovs-vsctl del-aa-mapping br-int 7 9 -- get-aa-mapping br-int
      7 8
      $ ovs-vsctl add-aa-mapping br-int x 6
      ! ovs-vsctl: Invalid argument x
      = 1
    `);
  });

  it('names records by the rows that refer to them', () => {
    checkTranscript(`
      $ ovs-vsctl add-port br-int e0 -- add-port br-int e1
      $ ovs-vsctl -- set Port e0 qos=@qos -- --id=@qos create QoS type=linux-htb queues=0=@q -- --id=@q create Queue other-config:min-rate=100
      <1>
      <2>
      $ ovs-vsctl --columns=type list QoS e0
      type                : linux-htb
      $ ovs-vsctl -- set Bridge br-int mirrors=@m -- --id=@e0 get Port e0 -- --id=@m create Mirror name=m select-dst-port=@e0 output-port=@e0
      <3>
      $ ovs-vsctl del-port e0
      $ ovs-vsctl --columns=name,select_dst_port,output_port list Mirror m
      name                : m
      select_dst_port     : []
      output_port         : []
      $ ovs-vsctl -- --id=@b get Bridge br-int -- create Flow_Sample_Collector_Set id=1 bridge=@b
      <4>
      $ ovs-vsctl get Bridge . name -- del-br br-int
      br-int
      $ ovs-vsctl list Flow_Sample_Collector_Set
      $ ovs-vsctl get Open_vSwitch . external_ids:ovn-encap-ip
      "127.0.0.1"
      $ ovs-vsctl get Open_vSwitch nosuch external_ids
      ! ovs-vsctl: no row "nosuch" in table Open_vSwitch
      = 1
    `);
  });

  it('checks that the switch could set up new interfaces', () => {
    checkTranscript(`
      $ ovs-vsctl add-port br-int a -- set Interface a type=nosuch -- add-port br-int b -- add-port br-int c -- set Interface c type=nosuch
      ! ovs-vsctl: Error detected while setting up 'a', 'c'.  See ovs-vswitchd log for details.
      $ ovs-vsctl --no-wait add-port br-int d -- set Interface d type=nosuch
      $ ovs-vsctl get Open_vSwitch . next_cfg
      1
      $ ovs-vsctl init -- add-port br-int e -- get Open_vSwitch . next_cfg
      1
      $ ovs-vsctl get Open_vSwitch . next_cfg
      2
    `);
  });

  it('resets almost everything but bridges', () => {
    checkTranscript(`
      $ ovs-vsctl set-controller br-int tcp:1.1.1.1 -- set-manager ptcp: -- set Bridge br-int other_config=hwaddr=x,y=z flood_vlans=1 -- set Port br-int other_config:a=b
      $ ovs-vsctl emer-reset
      $ ovs-vsctl show
      <1>
          Bridge br-int
              Port br-int
                  Interface br-int
                      type: internal
      $ ovs-vsctl get Bridge br-int other_config flood_vlans -- get Port br-int other_config
      {hwaddr=x}
      []
      {}
    `);
  });
});
