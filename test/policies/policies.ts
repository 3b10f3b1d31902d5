/** Policies, and what becomes of packets under them, by what OVN says ACLs mean. */

export interface Policy {
  readonly title: string;
  /**
   * In order: commands that change the policy, and packets as `FrameMaker` reads them with
   * their fate, `arrives` or `lost`. Without a family in front a line is about both.
   */
  readonly script: string;
}

const ARTICLE = `
  acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && icmp' allow-related
  acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && tcp && tcp.dst == 22' allow-related
  acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop`;

export const POLICIES: readonly Policy[] = [
  {
    title: 'no policy lets everything through',
    script: `
      2>1 neighbor                 arrives
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 22>1000 SA           arrives
      2>1 tcp 1001>80 SA           arrives
      2>1 tcp 1002>80 S !          arrives
      1>2 error udp 9>9            arrives
      2>1 echo 7                   arrives
      1>2 reply 8                  arrives`,
  },
  {
    title: 'the policy of the article lets SSH in and its answers out',
    script: `${ARTICLE}
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 22>1000 SA           arrives
      2>1 tcp 1000>22 A            arrives
      2>1 tcp 1000>22 PA           arrives
      1>2 tcp 22>1000 PA           arrives
      2>1 tcp 1000>22 FA           arrives
      1>2 tcp 22>1000 FA           arrives
      2>1 tcp 1000>22 A            arrives`,
  },
  {
    title: 'the policy of the article lets ping in and its answers out',
    script: `${ARTICLE}
      2>1 echo 7                   arrives
      1>2 reply 7                  arrives
      2>1 reply 9                  lost
      1>2 reply 9                  lost`,
  },
  {
    title: 'the policy of the article lets nothing else in',
    script: `${ARTICLE}
      2>1 tcp 1000>80 S            lost
      2>1 tcp 22>1000 S            lost
      2>1 tcp 22>1000 SA           lost
      2>1 udp 1000>22              lost
      2>1 udp 1000>53              lost
      2>1 tcp 1001>22 SA           lost
      2>1 tcp 1002>22 S !          lost
      2>1 echo 7 !                 lost
      2>1 error udp 1000>53        lost`,
  },
  {
    title: 'the policy of the article says nothing about what its port begins',
    script: `${ARTICLE}
      1>2 tcp 1000>80 S            arrives
      2>1 tcp 80>1000 SA           arrives
      1>2 tcp 1000>80 A            arrives
      1>2 udp 1000>53              arrives
      2>1 udp 53>1000              arrives
      2>1 udp 53>1001              lost
      1>2 echo 7                   arrives
      2>1 reply 7                  arrives`,
  },
  {
    title: 'ARP is no business of ACLs about IP',
    script: `${ARTICLE}
      4: 2>1 neighbor              arrives
      4: 1>2 neighbor              arrives`,
  },
  {
    title: 'the tracker has no place for neighbor discovery, so that it is invalid',
    script: `
      6: 2>1 neighbor              arrives
      ${ARTICLE}
      6: 2>1 neighbor              lost
      6: 1>2 neighbor              lost`,
  },
  {
    title: 'an ICMP error about what came in goes out',
    script: `${ARTICLE}
      acl-add sw0 to-lport 1002 'outport == "sw0-port1" && udp.dst == 53' allow-related
      acl-add sw0 from-lport 1001 'inport == "sw0-port1" && ip' drop
      1>2 error udp 1000>53        lost
      2>1 udp 1000>53              arrives
      1>2 error udp 1000>53        arrives
      1>2 error udp 1001>53        lost
      1>2 udp 1000>53              lost`,
  },
  {
    title: 'packets in the middle of a connection begin one if the ACL says so',
    script: `${ARTICLE}
      2>1 tcp 1000>22 A            arrives
      1>2 tcp 22>1000 A            arrives
      2>1 tcp 1000>80 A            lost`,
  },
  {
    title: 'allow without related, alone, knows no connections',
    script: `
      acl-add sw0 to-lport 1002 'outport == "sw0-port1" && tcp.dst == 22' allow
      acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop
      acl-add sw0 from-lport 1001 'inport == "sw0-port1" && ip' drop
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 22>1000 SA           lost
      2>1 tcp 1000>22 SA           arrives
      2>1 tcp 1000>22 S !          arrives
      2>1 tcp 1000>80 S            lost
      1>2 echo 7                   lost`,
  },
  {
    title: 'allow next to allow-related tracks connections as well',
    script: `
      acl-add sw0 to-lport 1002 'outport == "sw0-port1" && tcp.dst == 22' allow
      acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop
      acl-add sw0 from-lport 1001 'inport == "sw0-port1" && ip' drop
      acl-add sw0 to-lport 1002 'outport == "sw0-port1" && udp.dst == 53' allow-related
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 22>1000 SA           arrives
      2>1 tcp 1001>22 SA           lost
      1>2 tcp 1000>80 S            lost`,
  },
  {
    title: 'drop towards a port',
    script: `
      acl-add sw0 to-lport 1001 'outport == "sw0-port1" && tcp.dst == 80' drop
      2>1 tcp 1000>80 S            lost
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 1000>80 S            arrives`,
  },
  {
    title: 'drop from a port',
    script: `
      acl-add sw0 from-lport 1001 'inport == "sw0-port1" && tcp.dst == 80' drop
      1>2 tcp 1000>80 S            lost
      1>2 tcp 1000>22 S            arrives
      2>1 tcp 1000>80 S            arrives`,
  },
  {
    title: 'reject drops, too',
    script: `
      acl-add sw0 to-lport 1001 'outport == "sw0-port1" && tcp.dst == 80' reject
      acl-add sw0 from-lport 1001 'inport == "sw0-port1" && udp.dst == 53' reject
      2>1 tcp 1000>80 S            lost
      1>2 udp 1000>53              lost
      1>2 tcp 1000>80 S            arrives
      2>1 udp 1000>53              arrives`,
  },
  {
    title: 'allow-related from a port lets its answers in',
    script: `
      acl-add sw0 from-lport 1002 'inport == "sw0-port1" && ip' allow-related
      acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop
      2>1 tcp 22>1000 SA           lost
      2>1 udp 53>1000              lost
      1>2 udp 1000>53              arrives
      2>1 udp 53>1000              arrives
      2>1 error udp 1000>53        arrives
      2>1 error udp 1001>53        lost
      1>2 tcp 1001>22 S            arrives
      2>1 tcp 22>1001 SA           arrives
      2>1 tcp 2222>22 S            lost`,
  },
  {
    title: 'the higher priority wins, in both directions',
    script: `
      acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop
      acl-add sw0 to-lport 1002 'outport == "sw0-port1" && tcp.dst == 22' allow-related
      acl-add sw0 to-lport 1003 'outport == "sw0-port1" && tcp.src == 666' drop
      2>1 tcp 1000>22 S            arrives
      2>1 tcp 666>22 S             lost
      acl-add sw0 from-lport 1001 'inport == "sw0-port2" && ip' drop
      acl-add sw0 from-lport 1002 'inport == "sw0-port2" && tcp.dst == 22' allow-related
      2>1 tcp 1001>22 S            arrives
      2>1 udp 1000>53              lost
      1>2 udp 1000>53              arrives`,
  },
  {
    title: 'families are told apart where a policy does',
    script: `
      acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip4 && tcp.dst == 22' allow-related
      acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop
      4: 2>1 tcp 1000>22 S         arrives
      4: 1>2 tcp 22>1000 SA        arrives
      6: 2>1 tcp 1000>22 S         lost`,
  },
  {
    title: 'an ACL that goes ends what would begin, and not what has begun',
    script: `${ARTICLE}
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 22>1000 SA           arrives
      2>1 tcp 1000>22 A            arrives
      acl-del sw0 to-lport 1002 'outport == "sw0-port1" && ip && tcp && tcp.dst == 22'
      2>1 tcp 1000>22 PA           arrives
      1>2 tcp 22>1000 A            arrives
      2>1 tcp 1001>22 S            lost`,
  },
  {
    title: 'without the last allow-related nobody remembers connections',
    script: `${ARTICLE}
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 22>1000 SA           arrives
      acl-del sw0 to-lport 1002 'outport == "sw0-port1" && ip && tcp && tcp.dst == 22'
      acl-del sw0 to-lport 1002 'outport == "sw0-port1" && ip && icmp'
      2>1 tcp 1000>22 A            lost
      1>2 tcp 22>1000 A            arrives
      acl-del sw0
      2>1 tcp 1000>22 A            arrives`,
  },
  {
    title: 'a drop that comes later does not touch what has begun',
    script: `
      acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip' allow-related
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 22>1000 SA           arrives
      2>1 udp 1000>53              arrives
      acl-add sw0 to-lport 1003 'outport == "sw0-port1" && ip' drop
      2>1 tcp 1000>22 A            arrives
      2>1 udp 1000>53              lost
      2>1 tcp 1001>22 S            lost`,
  },
  {
    title: 'a connection that is reset may begin anew, where the policy still allows it',
    script: `${ARTICLE}
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 22>1000 RA           arrives
      2>1 tcp 1000>22 S            arrives
      1>2 tcp 22>1000 SA           arrives`,
  },
  {
    title: 'connections are forgotten after a time without packets',
    script: `
      acl-add sw0 from-lport 1002 'inport == "sw0-port1" && ip' allow-related
      acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop
      1>2 udp 1000>53              arrives
      2>1 udp 53>1000              arrives
      advance 29
      2>1 udp 53>1000              arrives
      advance 30
      2>1 udp 53>1000              lost
      1>2 tcp 1000>22 S            arrives
      2>1 tcp 22>1000 SA           arrives
      1>2 tcp 1000>22 A            arrives
      advance 86399
      2>1 tcp 22>1000 PA           arrives
      advance 86400
      2>1 tcp 22>1000 SA           lost`,
  },
];
