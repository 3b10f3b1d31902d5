#!/usr/bin/env bash
#
# Traces a broadcast from the first port. Every port but the sender gets a copy.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=1,dl_src=00:00:00:00:00:01,dl_dst=ff:ff:ff:ff:ff:ff -generate
