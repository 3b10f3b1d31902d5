#!/usr/bin/env bash
#
# Protects sw0-port1: it accepts replies, ICMP and SSH, and drops all other IP
# traffic. It may send any IP traffic.

set -o xtrace

ovn-nbctl acl-add sw0 from-lport 1002 'inport == "sw0-port1" && ip' allow-related
ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && icmp' allow-related
ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && tcp && tcp.dst == 22' allow-related
ovn-nbctl acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop
