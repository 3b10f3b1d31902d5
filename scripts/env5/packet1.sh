#!/usr/bin/env bash
#
# From lport5 (OpenFlow port 5): tagged with VLAN 101 on its way out to br-eth1.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=5,dl_src=00:00:00:00:00:05,dl_dst=00:00:00:00:00:06 -generate
