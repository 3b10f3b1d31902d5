#!/usr/bin/env bash
#
# Traces a broadcast that arrives on VLAN 101. Only lport5 and lport6 get it.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:07,dl_dst=ff:ff:ff:ff:ff:ff,dl_vlan=101 -generate
