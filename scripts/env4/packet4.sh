#!/usr/bin/env bash
#
# Traces a broadcast from lport1. It leaves to br-eth1 only.

set -o xtrace

ovs-appctl ofproto/trace br-int in_port=3,dl_src=00:00:00:00:00:01,dl_dst=ff:ff:ff:ff:ff:ff -generate
