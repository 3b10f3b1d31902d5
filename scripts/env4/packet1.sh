#!/usr/bin/env bash
#
# Traces a packet from lport1 (OpenFlow port 3) to the address of lport2. Both are
# on this host but on different switches, so it leaves to br-eth1 (OpenFlow port 1).

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=3,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02 -generate
