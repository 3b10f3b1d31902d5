#!/usr/bin/env bash
#
# Traces a packet from sw0-port1 to the other port of the same switch. It arrives.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02 -generate
