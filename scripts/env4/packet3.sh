#!/usr/bin/env bash
#
# Traces a packet from lport1 to a port on the other hypervisor. It also leaves to
# br-eth1, and not through a tunnel.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=3,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:03 -generate
