#!/usr/bin/env bash
#
# Creates four ports on two hypervisors that are connected by physnet1 instead of
# tunnels. Each port has a logical switch, which also has a port of type localnet
# that represents the network.

set -o xtrace

ovn-sbctl chassis-add fakechassis geneve 127.0.0.1

for n in 1 2 3 4; do
    ovn-nbctl lswitch-add provnet1-$n

    ovn-nbctl lport-add provnet1-$n provnet1-$n-port1
    ovn-nbctl lport-set-addresses provnet1-$n-port1 00:00:00:00:00:0$n
    ovn-nbctl lport-set-port-security provnet1-$n-port1 00:00:00:00:00:0$n

    ovn-nbctl lport-add provnet1-$n provnet1-$n-physnet1
    ovn-nbctl lport-set-addresses provnet1-$n-physnet1 unknown
    ovn-nbctl lport-set-type provnet1-$n-physnet1 localnet
    ovn-nbctl lport-set-options provnet1-$n-physnet1 network_name=physnet1
done

ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=provnet1-1-port1
ovs-vsctl add-port br-int lport2 -- set Interface lport2 external_ids:iface-id=provnet1-2-port1

ovn-sbctl lport-bind provnet1-3-port1 fakechassis
ovn-sbctl lport-bind provnet1-4-port1 fakechassis
