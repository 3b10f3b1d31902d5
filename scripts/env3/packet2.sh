#!/usr/bin/env bash
#
# Traces the opposite direction: a packet from sw0-port3 to sw0-port1, as it
# arrives from the tunnel. The tunnel key identifies the logical datapath. The
# Geneve option holds the logical ports: ingress in the upper 16 bits, egress in
# the lower 16.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=3,dl_src=00:00:00:00:00:03,dl_dst=00:00:00:00:00:01,tun_id=1,tun_metadata0=$((1 + (3 << 16))) -generate
