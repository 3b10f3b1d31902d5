#!/usr/bin/env bash
#
# Creates one logical switch that spans two hypervisors. Two of its ports are on this
# host, the other two on a chassis that exists only in the southbound database.

set -o xtrace

ovn-nbctl lswitch-add sw0

ovn-nbctl lport-add sw0 sw0-port1
ovn-nbctl lport-add sw0 sw0-port2
ovn-nbctl lport-add sw0 sw0-port3
ovn-nbctl lport-add sw0 sw0-port4

ovn-nbctl lport-set-addresses sw0-port1 00:00:00:00:00:01
ovn-nbctl lport-set-addresses sw0-port2 00:00:00:00:00:02
ovn-nbctl lport-set-addresses sw0-port3 00:00:00:00:00:03
ovn-nbctl lport-set-addresses sw0-port4 00:00:00:00:00:04

ovn-nbctl lport-set-port-security sw0-port1 00:00:00:00:00:01
ovn-nbctl lport-set-port-security sw0-port2 00:00:00:00:00:02
ovn-nbctl lport-set-port-security sw0-port3 00:00:00:00:00:03
ovn-nbctl lport-set-port-security sw0-port4 00:00:00:00:00:04

# The ports on this host.
ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=sw0-port1
ovs-vsctl add-port br-int lport2 -- set Interface lport2 external_ids:iface-id=sw0-port2

# The ports on the other host. ovn-controller opens a tunnel to its chassis.
ovn-sbctl chassis-add fakechassis geneve 127.0.0.1
ovn-sbctl lport-bind sw0-port3 fakechassis
ovn-sbctl lport-bind sw0-port4 fakechassis
