#!/usr/bin/env bash
#
# Traces a packet from sw0-port1 to the address of a port on the other switch.
# sw0 does not know that address, so the packet is dropped.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:03 -generate
