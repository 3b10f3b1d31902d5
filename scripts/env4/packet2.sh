#!/usr/bin/env bash
#
# Traces the same packet as it returns from the network: it enters from br-eth1
# (OpenFlow port 1) and leaves to lport2 (OpenFlow port 4).

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02 -generate
