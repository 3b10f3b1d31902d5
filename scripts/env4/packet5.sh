#!/usr/bin/env bash
#
# A broadcast that arrives from the network reaches both ports here.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:03,dl_dst=ff:ff:ff:ff:ff:ff -generate
