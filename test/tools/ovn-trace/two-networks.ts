/** Two logical switches with a logical router between them. */
import { type Laboratory, newLaboratory } from './transcript.js';

/** A switch port of type `router` names its router port by UUID, which only its creation tells. */
function connect({ build }: Laboratory, sw: string, router: string, mac: string, network: string) {
  const [uuid] = build(
    `ovn-nbctl -- --id=@lrp create Logical_Router_Port name=${router}-${sw} network=${network} mac='"${mac}"' -- add Logical_Router ${router} ports @lrp`,
  );
  build(`
    ovn-nbctl lport-add ${sw} ${sw}-${router} -- lport-set-addresses ${sw}-${router} ${mac}
    ovn-nbctl set Logical_Port ${sw}-${router} type=router options:router-port=${uuid}
  `);
}

/** Two networks with one host each, and a router between them. */
export function twoNetworks(): Laboratory {
  const laboratory = newLaboratory(`
    ovn-nbctl lswitch-add foo
    ovn-nbctl lswitch-add bar
    ovn-nbctl create Logical_Router name=R1
  `);
  connect(laboratory, 'foo', 'R1', '00:00:00:00:01:fe', '192.168.1.254/24');
  connect(laboratory, 'bar', 'R1', '00:00:00:00:02:fe', '172.16.1.254/24');
  laboratory.build(`
    ovn-nbctl lport-add foo foo1 -- lport-set-addresses foo1 '00:00:00:00:01:01 192.168.1.1'
    ovn-nbctl lport-add bar bar1 -- lport-set-addresses bar1 '00:00:00:00:02:01 172.16.1.1'
    ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=foo1
    ovs-vsctl add-port br-int v2 -- set Interface v2 external_ids:iface-id=bar1
  `);
  return laboratory;
}
