#!/usr/bin/env bash
#
# From sw0-port1 to the other port of its own switch, where it arrives.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02 -generate
