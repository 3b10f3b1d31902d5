/** Transcripts of the commands that send traffic, as shown on a terminal. */

/** One switch with two ports that are bound to this chassis, and one that is not. */
export const SWITCHED = `
$ ovn-nbctl lswitch-add sw0
$ ovn-nbctl lport-add sw0 a -- lport-set-addresses a 00:00:00:00:00:01
$ ovn-nbctl lport-add sw0 b -- lport-set-addresses b 00:00:00:00:00:02
$ ovn-nbctl lport-add sw0 unplugged -- lport-set-addresses unplugged 00:00:00:00:00:03
$ ovs-vsctl add-port br-int p1 -- set Interface p1 external_ids:iface-id=a
$ ovs-vsctl add-port br-int p2 -- set Interface p2 external_ids:iface-id=b
`;

/** Two switches with a router between them; `box` is a container behind \`a\`. */
export const ROUTED = `
$ ovn-nbctl lswitch-add left
$ ovn-nbctl lswitch-add right
$ ovn-nbctl create Logical_Router name=r0 >/dev/null
$ rp=$(ovn-nbctl -- --id=@p create Logical_Router_Port name=rl network=192.168.1.1/24 mac='"00:00:00:00:01:01"' -- add Logical_Router r0 ports @p)
$ ovn-nbctl lport-add left left-r0 -- set Logical_Port left-r0 type=router options:router-port=$rp addresses='"00:00:00:00:01:01"'
$ rp=$(ovn-nbctl -- --id=@p create Logical_Router_Port name=rr network=172.16.1.1/24 mac='"00:00:00:00:01:02"' -- add Logical_Router r0 ports @p)
$ ovn-nbctl lport-add right right-r0 -- set Logical_Port right-r0 type=router options:router-port=$rp addresses='"00:00:00:00:01:02"'
$ ovn-nbctl lport-add left a -- lport-set-addresses a '00:00:00:00:00:01 192.168.1.2'
$ ovn-nbctl lport-add left box a 5 -- lport-set-addresses box '00:00:00:00:00:05 192.168.1.5'
$ ovn-nbctl lport-add right c -- lport-set-addresses c '00:00:00:00:00:03 172.16.1.2'
$ ovs-vsctl add-port br-int p1 -- set Interface p1 external_ids:iface-id=a
$ ovs-vsctl add-port br-int p2 -- set Interface p2 external_ids:iface-id=c
`;

const POLICY = `
$ ovn-nbctl acl-add sw0 to-lport 1002 'outport == "a" && ip && icmp' allow-related
$ ovn-nbctl acl-add sw0 to-lport 1002 'outport == "a" && ip && tcp && tcp.dst == 22' allow-related
$ ovn-nbctl acl-add sw0 to-lport 1001 'outport == "a" && ip' drop
`;

export const TRANSCRIPTS: readonly {
  readonly title: string;
  readonly network: string;
  readonly transcript: string;
}[] = [
  {
    title: 'goes both ways on a switch',
    network: SWITCHED,
    transcript: `
$ sandbox ping a b -c 2
PING b (10.0.0.2) from 10.0.0.1 a: 56(84) bytes of data.
64 bytes from 10.0.0.2: icmp_seq=1 ttl=64
64 bytes from 10.0.0.2: icmp_seq=2 ttl=64

--- b ping statistics ---
2 packets transmitted, 2 received, 0% packet loss
$ sandbox ping -6 -c 1 -s 8 a b
PING b (fe80::200:ff:fe00:2) from fe80::200:ff:fe00:1 a: 8(56) bytes of data.
16 bytes from fe80::200:ff:fe00:2: icmp_seq=1 ttl=64

--- b ping statistics ---
1 packets transmitted, 1 received, 0% packet loss
$ sandbox tcp a b:22; echo $?
connect to b (10.0.0.2) port 22 [tcp] failed: Connection refused
The packets arrived, but no service listens. Start one: sandbox host b listen tcp/22
1
$ sandbox host b listen tcp/22 >/dev/null
$ sandbox tcp a b:22; echo $?
b (10.0.0.2) port 22 [tcp]: connected from port 32772
0
$ sandbox tcp a 10.0.0.2:22 -p 5000 -s 100 --keep
10.0.0.2 port 22 [tcp]: connected from port 5000, 100 bytes sent, still open
$ sandbox host b
b (on p2)
    mac: 00:00:00:00:00:02
    ip: 10.0.0.2, fe80::200:ff:fe00:2
    listens on: tcp/22
    tcp: port 22 with 10.0.0.1 port 5000, established
$ sandbox host b close tcp/22
b (on p2)
    mac: 00:00:00:00:00:02
    ip: 10.0.0.2, fe80::200:ff:fe00:2
    tcp: port 22 with 10.0.0.1 port 5000, established
$ sandbox host a listen udp/53 >/dev/null
$ sandbox udp b a:53
a (10.0.0.1) port 53 [udp]: answered with 12 bytes
`,
  },
  {
    title: 'is let in by the policy of the walk-through, and nothing else is',
    network: SWITCHED + POLICY,
    transcript: `
$ sandbox host a listen tcp/22 >/dev/null
$ sandbox ping b a -c 1 | grep packets
1 packets transmitted, 1 received, 0% packet loss
$ sandbox ping a b -c 1 | grep packets
1 packets transmitted, 1 received, 0% packet loss
$ sandbox tcp b a:22
a (10.0.0.1) port 22 [tcp]: connected from port 32771
$ sandbox tcp b a:80 | head -1
connect to a (10.0.0.1) port 80 [tcp] failed: Connection timed out
$ sandbox udp b a:22 | head -1
connect to a (10.0.0.1) port 22 [udp] failed: Connection timed out
$ sandbox udp a b:22 | head -1
connect to b (10.0.0.2) port 22 [udp] failed: Connection refused
`,
  },
  {
    title: 'crosses routers, to and from containers too',
    network: ROUTED,
    transcript: `
$ sandbox ping a c -c 1 | head -2
PING c (172.16.1.2) from 192.168.1.2 a: 56(84) bytes of data.
64 bytes from 172.16.1.2: icmp_seq=1 ttl=63
$ sandbox ping c box -c 1 | head -2
PING box (192.168.1.5) from 172.16.1.2 c: 56(84) bytes of data.
64 bytes from 192.168.1.5: icmp_seq=1 ttl=63
$ sandbox host c listen tcp/80 >/dev/null
$ sandbox tcp box c:80
c (172.16.1.2) port 80 [tcp]: connected from port 32771
$ sandbox host box
box (on p1, VLAN 5)
    mac: 00:00:00:00:00:05
    ip: 192.168.1.5, fe80::200:ff:fe00:5
    gateway: 192.168.1.1
`,
  },
  {
    title: 'fails where it cannot be, with a reason',
    network: SWITCHED,
    transcript: `
$ sandbox ping a nobody; echo $?
sandbox ping: there is no logical port 'nobody'
1
$ sandbox ping unplugged a
sandbox ping: 'unplugged' is not bound: no interface of br-int has external_ids:iface-id=unplugged
$ sandbox ping a b --ip 10.0.0.300
sandbox ping: '10.0.0.300' is not an IP address
$ sandbox ping a fe80::1 --ip 10.0.0.9
sandbox ping: 10.0.0.9 cannot reach an address of the other family
$ sandbox ping a b --count=0
sandbox ping: --count must be a number from 1 to 10000, not '0'
$ sandbox tcp a b
sandbox tcp: 'b' must be DST:PORT, as in sw0-port1:22
$ sandbox tcp a b:70000
sandbox tcp: there is no port 70000
$ sandbox host a listen 22
sandbox host: '22' must be tcp/PORT or udp/PORT, as in tcp/22
$ sandbox host a dance
sandbox host: unknown action 'dance'; use one of show, listen, close, ip
$ sandbox capture a frames.pcap
sandbox capture: there are no files to capture to
$ sandbox ping a 10.0.0.9 -c 1 | head -2
PING 10.0.0.9 from 10.0.0.1 a: 56(84) bytes of data.
From 10.0.0.1 icmp_seq=1 Destination Host Unreachable
$ sandbox ping a unplugged -c 1 | head -2
PING unplugged (10.0.0.3) from 10.0.0.1 a: 56(84) bytes of data.
From 10.0.0.1 icmp_seq=1 Destination Host Unreachable
`,
  },
];
