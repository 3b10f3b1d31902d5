#!/usr/bin/env bash
#
# Creates a bridge that represents the network card, and tells ovn-controller that
# it connects to the network physnet1. Patch ports to br-int follow.

set -o xtrace

ovs-vsctl add-br br-eth1
ovs-vsctl set open . external-ids:ovn-bridge-mappings=physnet1:br-eth1
