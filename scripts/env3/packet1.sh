#!/usr/bin/env bash
#
# Traces a packet from sw0-port1, on this chassis, to sw0-port3 on the other one.
# It leaves through the tunnel, OpenFlow port 3.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:03 -generate
