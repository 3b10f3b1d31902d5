#!/usr/bin/env bash
#
# Traces a broadcast that arrives from the network. Both local ports get it.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:03,dl_dst=ff:ff:ff:ff:ff:ff -generate
