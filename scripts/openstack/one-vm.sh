#!/usr/bin/env bash
#
# An OpenStack project as devstack sets it up: a network with an IPv4 and an IPv6
# subnet, a router, and one virtual machine. The security group "default" lets
# ICMP and SSH in over IPv4, and everything out.
#

set -o errexit
set -o xtrace

# The network, the group and the port get the ids of the article.
sandbox neutron next-id a920d5ef-eca8-4c4f-9c24-55e29e1c03d6
neutron net-create private
neutron subnet-create private 10.0.0.0/24 --name private-subnet
neutron subnet-create private fde5:95da:6b50::/64 --name ipv6-private-subnet --ip-version 6 --ipv6-ra-mode slaac --ipv6-address-mode slaac
neutron router-create router1
neutron router-interface-add router1 private-subnet
neutron router-interface-add router1 ipv6-private-subnet

# The group is created when it is first used. Two of its rules let in what comes
# from members of the group, whatever it is.
sandbox neutron next-id a5e41dd4-4b15-4e68-a81d-45466bda3949
neutron security-group-list
for rule in $(neutron security-group-rule-list -f value -c id -c direction | grep ingress | cut -d' ' -f1)
do
    neutron security-group-rule-delete $rule
done
neutron security-group-rule-create --protocol icmp default
neutron security-group-rule-create --protocol tcp --port-range-min 22 --port-range-max 22 default

sandbox neutron next-id a4a81c09-4e93-41e2-be83-cfe1f8b39f77
nova boot --flavor m1.tiny --image cirros-0.3.4-x86_64-uec vm1
