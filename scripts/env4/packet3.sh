#!/usr/bin/env bash
#
# From lport1 to a port of the other hypervisor: to br-eth1 as well, and into no
# tunnel.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=3,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:03 -generate
