#!/usr/bin/env bash
#
# A broadcast from the first port: everyone on the switch but the sender gets it.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:01,dl_dst=ff:ff:ff:ff:ff:ff -generate
