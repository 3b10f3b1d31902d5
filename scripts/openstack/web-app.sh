#!/usr/bin/env bash
#
# Two more virtual machines beside the one of one-vm.sh, which together run a web
# application: everybody can reach TCP ports 80 and 443, and the machines reach
# each other on port 8080.
#

set -o errexit
set -o xtrace

$(dirname $0)/one-vm.sh

for ethertype in IPv4 IPv6
do
    for port in 80 443
    do
        neutron security-group-rule-create --ethertype $ethertype --protocol tcp --port-range-min $port --port-range-max $port default
    done
    neutron security-group-rule-create --ethertype $ethertype --protocol tcp --port-range-min 8080 --port-range-max 8080 --remote-group-id default default
done
neutron security-group-rule-create --ethertype IPv6 --protocol icmp default
neutron security-group-rule-create --ethertype IPv6 --protocol tcp --port-range-min 22 --port-range-max 22 default

sandbox neutron next-id 62848020-ba3b-445c-a8a9-c13094648b34 6353ad55-f6e7-4bc5-9e5d-55e975b6736e
nova boot --flavor m1.tiny --image cirros-0.3.4-x86_64-uec vm2
nova boot --flavor m1.tiny --image cirros-0.3.4-x86_64-uec vm3
