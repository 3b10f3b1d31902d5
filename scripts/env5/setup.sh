#!/usr/bin/env bash
#
# Creates the network of env4 and four more ports, two on each hypervisor, on VLAN
# 101 of physnet1. The localnet ports of their switches have the tag.

set -o xtrace

ovs-vsctl add-br br-eth1
ovs-vsctl set open . external-ids:ovn-bridge-mappings=physnet1:br-eth1

ovn-sbctl chassis-add fakechassis geneve 127.0.0.1

for n in 1 2 3 4 5 6 7 8; do
    if [ $n -gt 4 ]; then
        lswitch=provnet1-$n-101
        localnet=provnet1-$n-physnet1-101
        vlan=101
    else
        lswitch=provnet1-$n
        localnet=provnet1-$n-physnet1
        vlan=
    fi

    ovn-nbctl lswitch-add $lswitch

    ovn-nbctl lport-add $lswitch $lswitch-port1
    ovn-nbctl lport-set-addresses $lswitch-port1 00:00:00:00:00:0$n
    ovn-nbctl lport-set-port-security $lswitch-port1 00:00:00:00:00:0$n

    if [ -n "$vlan" ]; then
        ovn-nbctl lport-add $lswitch $localnet "" $vlan
    else
        ovn-nbctl lport-add $lswitch $localnet
    fi
    ovn-nbctl lport-set-addresses $localnet unknown
    ovn-nbctl lport-set-type $localnet localnet
    ovn-nbctl lport-set-options $localnet network_name=physnet1
done

ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=provnet1-1-port1
ovs-vsctl add-port br-int lport2 -- set Interface lport2 external_ids:iface-id=provnet1-2-port1
ovs-vsctl add-port br-int lport5 -- set Interface lport5 external_ids:iface-id=provnet1-5-101-port1
ovs-vsctl add-port br-int lport6 -- set Interface lport6 external_ids:iface-id=provnet1-6-101-port1

ovn-sbctl lport-bind provnet1-3-port1 fakechassis
ovn-sbctl lport-bind provnet1-4-port1 fakechassis
ovn-sbctl lport-bind provnet1-7-101-port1 fakechassis
ovn-sbctl lport-bind provnet1-8-101-port1 fakechassis
