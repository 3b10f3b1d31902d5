#!/usr/bin/env bash
#
# The other way round: what sw0-port3 sends to sw0-port1, as it comes out of the
# tunnel. The tunnel key names the logical datapath. The Geneve option has the logical
# ports: that of the sender in the upper 16 bits, that of the receiver in the lower.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=3,dl_src=00:00:00:00:00:03,dl_dst=00:00:00:00:00:01,tun_id=1,tun_metadata0=$((1 + (3 << 16))) -generate
