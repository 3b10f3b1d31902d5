#!/usr/bin/env bash
#
# A bridge that stands for the network card, and the word to ovn-controller that it
# leads to the network physnet1. Patch ports between it and br-int follow.

set -o xtrace

ovs-vsctl add-br br-eth1
ovs-vsctl set open . external-ids:ovn-bridge-mappings=physnet1:br-eth1
