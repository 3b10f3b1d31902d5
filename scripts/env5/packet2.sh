#!/usr/bin/env bash
#
# A broadcast that arrives on VLAN 101 of the network reaches lport5 and lport6 only.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:07,dl_dst=ff:ff:ff:ff:ff:ff,dl_vlan=101 -generate
