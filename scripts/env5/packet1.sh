#!/usr/bin/env bash
#
# Traces a packet from lport5 (OpenFlow port 5). It leaves to br-eth1 with VLAN tag 101.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=5,dl_src=00:00:00:00:00:05,dl_dst=00:00:00:00:00:06 -generate
