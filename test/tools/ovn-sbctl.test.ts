/** Tests the commands that only `ovn-sbctl` has. */
import { describe, it } from 'vitest';
import { checkTranscript } from './transcript.js';

describe('ovn-sbctl', () => {
  it('adds and deletes chassis', () => {
    checkTranscript(`
      $ ovn-sbctl chassis-add a geneve,,geneve,stt 1.2.3.4
      $ ovn-sbctl chassis-add a stt 1.2.3.4
      ! ovn-sbctl: cannot create a chassis named a because a chassis named a already exists
      = 1
      $ ovn-sbctl --may-exist chassis-add a stt 1.2.3.4
      $ ovn-sbctl chassis-add b stt,foo 1.2.3.4
      ! ovn-sbctl: transaction error: {"details":"foo is not one of the allowed values ([geneve, stt, vxlan])","error":"constraint violation"}
      = 1
      $ ovn-sbctl chassis-add c stt 1.2.3.4 -- chassis-del c -- show
      Chassis a
          Encap geneve
              ip: "1.2.3.4"
          Encap stt
              ip: "1.2.3.4"
      $ ovn-sbctl chassis-del c
      ! ovn-sbctl: no chassis named c
      = 1
      $ ovn-sbctl --if-exists chassis-del c
      $ ovn-sbctl chassis-del a -- show
      $ ovn-sbctl list Encap
    `);
  });

  it('binds ports', () => {
    checkTranscript(`
      $ ovn-sbctl chassis-add a stt 1.1.1.1 -- chassis-add b stt 2.2.2.2
      $ ovn-sbctl -- --id=@d create Datapath_Binding tunnel_key=1 -- create Port_Binding datapath=@d logical_port=p tunnel_key=1 -- create Port_Binding datapath=@d logical_port=q tunnel_key=2
      <1>
      <2>
      <3>
      $ ovn-sbctl lport-bind q a -- lport-bind p a
      $ ovn-sbctl lport-bind p b
      ! ovn-sbctl: lport (p) has already been binded to chassis (a)
      = 1
      $ ovn-sbctl lport-bind p a
      ! ovn-sbctl: lport (p) has already been binded to chassis (a)
      = 1
      $ ovn-sbctl --may-exist lport-bind p a
      $ ovn-sbctl lport-bind nosuch a
      ! ovn-sbctl: no port named nosuch
      = 1
      $ ovn-sbctl lport-bind p nosuch
      ! ovn-sbctl: no chassis named nosuch
      = 1
      $ ovn-sbctl show
      Chassis a
          Encap stt
              ip: "1.1.1.1"
          Port_Binding p
          Port_Binding q
      Chassis b
          Encap stt
              ip: "2.2.2.2"
      $ ovn-sbctl lport-unbind q -- lport-unbind q
      $ ovn-sbctl lport-unbind nosuch
      ! ovn-sbctl: no port named nosuch
      = 1
      $ ovn-sbctl --if-exists lport-unbind nosuch
      $ ovn-sbctl chassis-del a
      $ ovn-sbctl show -- --columns=logical_port,chassis list Port_Binding p
      Chassis b
          Encap stt
              ip: "2.2.2.2"
      logical_port        : p
      chassis             : []
    `);
  });

  it('lists logical flows in order', () => {
    checkTranscript(String.raw`
      $ ovn-sbctl -- --id=@d create Datapath_Binding tunnel_key=1 -- create Logical_Flow logical_datapath=@d pipeline=egress table_id=0 priority=1 match=\"1\" actions=\"next;\" -- create Logical_Flow logical_datapath=@d pipeline=ingress table_id=1 priority=1 match=b actions=x external_ids:stage-name=stage -- create Logical_Flow logical_datapath=@d pipeline=ingress table_id=1 priority=1 match=a actions=x -- create Logical_Flow logical_datapath=@d pipeline=ingress table_id=1 priority=10 match=c actions=x -- create Logical_Flow logical_datapath=@d pipeline=ingress table_id=0 priority=0 match=d actions=x external_ids:stage-name=switch_in_port_sec
      <1>
      <2>
      <3>
      <4>
      <5>
      <6>
      $ ovn-sbctl lflow-list
      Datapath: <1>  Pipeline: ingress
        table=0(switch_in_port_sec), priority=    0, match=(d), action=(x)
        table=1(        ), priority=   10, match=(c), action=(x)
        table=1(        ), priority=    1, match=(a), action=(x)
        table=1(   stage), priority=    1, match=(b), action=(x)
      Datapath: <1>  Pipeline: egress
        table=0(        ), priority=    1, match=(1), action=(next;)
      $ ovn-sbctl --oneline dump-flows 00000000-0000-0000-0000-000000000001

      $ ovn-sbctl lflow-list sw0
      ! 2015-11-04T12:00:00Z|00001|sbctl|ERR|Invalid format of datapath UUID
      $ ovn-sbctl lflow-list a b
      ! ovn-sbctl: 'lflow-list' command takes at most 1 arguments
      = 1
    `);
  });
});
