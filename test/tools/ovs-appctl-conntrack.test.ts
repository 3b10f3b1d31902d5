/** Tests the commands of `ovs-appctl` about connections. */
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { bytesOf, VECTORS } from '../datapath/conntrack/recordings.js';
import { runner } from '../run.js';

/** The frames of recorded cases, and the zone that commits each case. */
const TRAFFIC: readonly (readonly [name: string, zone: number])[] = [
  ['tcp-two-connections', 5],
  ['udp-request-reply', 5],
  ['icmp-echo', 5],
  ['icmp6-echo', 5],
  ['gre-is-other', 5],
  ['sctp-is-other', 5],
  ['tcp6-open-close', 6],
];

/** Runs one command per line in a sandbox after some traffic; returns their outputs. */
function show(script: string): string {
  const sandbox = Sandbox.open({ clock: new ManualClock(1_000_000) });
  const { datapath } = sandbox.context({ read: () => undefined });
  const mark = { value: 6n, mask: 0xffffffffn };
  for (const [name, zone] of TRAFFIC) {
    for (const { frame } of VECTORS[name]?.frames ?? []) {
      const request = { zone, commit: true, ...(zone === 6 ? { mark } : {}) };
      datapath.tracker.process(bytesOf(frame), request);
    }
  }
  const run = runner(sandbox);
  return script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      if (line.startsWith('advance ')) {
        sandbox.advanceClock(Number(line.split(' ')[1]) * 1000);
        return `${line}\n`;
      }
      const [outcome] = run(`ovs-appctl dpctl/${line}`);
      const printed = `${outcome?.stdout}${outcome?.stderr}`;
      return `$ ${line}\n${printed.replace(/^ovs-appctl: .*\n/m, '')}`;
    })
    .join('');
}

/** Checks a transcript: commands, each followed by its output. */
function check(transcript: string): void {
  const lines = transcript.replace(/^\n/, '').replace(/ *$/, '').replace(/^ {6}/gm, '');
  const commands = [...lines.matchAll(/^(?:\$ (.*)|(advance .*))$/gm)];
  expect(show(commands.map(([, command, other]) => command ?? other).join('\n'))).toBe(lines);
}

describe('ovs-appctl dpctl/dump-conntrack', () => {
  it('lists connections', () => {
    check(`
      $ dump-conntrack zone=6
      tcp,orig=(src=fd00::1,dst=fd00::2,sport=1000,dport=22),reply=(src=fd00::2,dst=fd00::1,sport=22,dport=1000),zone=6,mark=6,protoinfo=(state=TIME_WAIT)
      advance 1
      $ dump-conntrack -s system@ovs-system zone=6
      tcp,orig=(src=fd00::1,dst=fd00::2,sport=1000,dport=22),reply=(src=fd00::2,dst=fd00::1,sport=22,dport=1000),zone=6,timeout=29,mark=6,protoinfo=(state=TIME_WAIT)
      $ dump-conntrack -m zone=6
      tcp,orig=(src=fd00::1,dst=fd00::2,sport=1000,dport=22),reply=(src=fd00::2,dst=fd00::1,sport=22,dport=1000),id=0,zone=6,status=0,mark=6,protoinfo=(state_orig=FIN_WAIT_2,state_reply=FIN_WAIT_2,flags_orig=0,flags_reply=0)
      $ dump-conntrack zone=7
      advance 60
      $ dump-conntrack zone=5
      tcp,orig=(src=10.0.0.1,dst=10.0.0.2,sport=1001,dport=22),reply=(src=10.0.0.2,dst=10.0.0.1,sport=22,dport=1001),zone=5,protoinfo=(state=ESTABLISHED)
    `);
  });

  it('reports errors', () => {
    check(`
      $ dump-conntrack zone=x
      ovs-vswitchd: datapath not found (Invalid argument)
      $ dump-conntrack foo
      ovs-vswitchd: datapath not found (Invalid argument)
      $ dump-conntrack -x
      Unrecognized option -x
      $ dump-conntrack --bad
      Unrecognized option --bad
      $ dump-conntrack a b c d e
      "dpctl/dump-conntrack" command takes at most 4 arguments
    `);
  });
});

describe('ovs-appctl dpctl/ct-stats-show', () => {
  it('counts connections', () => {
    check(`
      $ ct-stats-show
      Connections Stats:
          Total: 9
        TCP: 3
        UDP: 1
        SCTP: 1
        ICMP: 2
        Other: 1
      $ ct-stats-show zone=6
      Connections Stats:
          Total: 1
        TCP: 1
      $ ct-stats-show verbose zone=5
      Connections Stats:
          Total: 8
        TCP: 2
          Conn per TCP states:
      \t  [ESTABLISHED]=2
        UDP: 1
        SCTP: 1
        ICMP: 2
        Other: 1
      $ ct-stats-show zone=7
      Connections Stats:
          Total: 0
      $ ct-get-nconns
      9
      $ ct-get-nconns x
      ovs-vswitchd: datapath not found (Invalid argument)
    `);
  });
});

describe('ovs-appctl dpctl/flush-conntrack', () => {
  it('forgets all connections, those in a zone, and single ones', () => {
    check(`
      $ flush-conntrack zone=5 ct_nw_src=10.0.0.1,ct_nw_dst=10.0.0.2,ct_nw_proto=17,ct_tp_src=5000,ct_tp_dst=53
      $ flush-conntrack zone=5 ct_nw_src=10.0.0.1,ct_nw_dst=10.0.0.2,ct_nw_proto=1,icmp_id=7,icmp_type=8
      $ flush-conntrack ct_nw_proto=6,ct_tp_src=1001
      $ ct-stats-show
      Connections Stats:
          Total: 6
        TCP: 2
        SCTP: 1
        ICMP: 1
        Other: 1
      $ flush-conntrack zone=6
      $ ct-get-nconns
      5
      $ flush-conntrack ct_nw_src=10.0.0.9
      $ ct-get-nconns
      5
      $ flush-conntrack
      $ ct-get-nconns
      0
    `);
  });

  it('reports errors, and then forgets nothing', () => {
    check(`
      $ flush-conntrack zone=abc
      ovs-vswitchd: failed to parse zone (Invalid argument)
      $ flush-conntrack junk
      ovs-vswitchd: field junk missing value (Invalid argument)
      $ flush-conntrack zone=5 ct_nw_src=10.0.0.1,ct_nw_dst=10.0.0.2,ct_nw_proto=17,ct_tp_src=5009,ct_tp_dst=53
      ovs-vswitchd: failed to flush conntrack (No such file or directory)
      $ flush-conntrack ct_nw_src=10.0.0.1,ct_ipv6_dst=fd00::1
      ovs-vswitchd: the L3 protocol does not match fd00::1 (Invalid argument)
      $ flush-conntrack ct_nw_src=x
      ovs-vswitchd: failed to parse field ct_nw_src (Invalid argument)
      $ flush-conntrack ct_nw_src=1.2.3.4,ct_nw_src=1.2.3.4
      ovs-vswitchd: ct_nw_src is set multiple times (Invalid argument)
      $ flush-conntrack ct_tp_src=4
      ovs-vswitchd: port is set without protocol (Invalid argument)
      $ flush-conntrack icmp_id=4
      ovs-vswitchd: invalid L4 fields (Invalid argument)
      $ flush-conntrack ct_nw_proto=1,icmp_id=4,icmp_type=300
      ovs-vswitchd: failed to parse field icmp_type (Invalid argument)
      $ flush-conntrack ct_nw_proto=1000
      ovs-vswitchd: failed to parse field ct_nw_proto (Invalid argument)
      $ flush-conntrack foo=3
      ovs-vswitchd: invalid conntrack tuple field: foo (Invalid argument)
      $ ct-get-nconns
      9
    `);
  });
});

describe('limits', () => {
  it('of all connections', () => {
    check(`
      $ ct-get-maxconns
      3000000
      $ ct-set-maxconns 10
      setting maxconns successful
      $ ct-get-maxconns
      10
      $ ct-set-maxconns abc
      ovs-vswitchd: maxconns missing or malformed (Invalid argument)
      $ ct-set-maxconns foo 10
      ovs-vswitchd: datapath not found (Invalid argument)
      $ ct-set-maxconns
      "dpctl/ct-set-maxconns" command requires at least 1 arguments
    `);
  });

  it('of zones', () => {
    check(`
      $ ct-get-limits
      default limit=0
      $ ct-set-limits default=5
      $ ct-set-limits zone=5,limit=10 zone=6,limit=3
      $ ct-get-limits
      default limit=5
      zone=5,limit=10,count=0
      zone=6,limit=3,count=0
      $ ct-get-limits zone=6,8
      default limit=5
      zone=6,limit=3,count=0
      zone=8,limit=5,count=0
      $ ct-del-limits zone=5
      $ ct-get-limits
      default limit=5
      zone=6,limit=3,count=0
      $ ct-set-limits zone=x,limit=3
      ovs-vswitchd: failed to parse field zone (Invalid argument)
      $ ct-set-limits zone=3
      ovs-vswitchd: failed to parse zone limit (Invalid argument)
      $ ct-set-limits default=x
      ovs-vswitchd: invalid default limit (Invalid argument)
      $ ct-set-limits foo=3
      ovs-vswitchd: invalid zone limit field: foo (Invalid argument)
      $ ct-set-limits zone=
      ovs-vswitchd: field zone missing value (Invalid argument)
      $ ct-get-limits foo
      ovs-vswitchd: invalid argument foo (Invalid argument)
      $ ct-get-limits zone=x
      ovs-vswitchd: invalid zone (Invalid argument)
      $ ct-del-limits zone=x
      ovs-vswitchd: invalid zone (Invalid argument)
      $ ct-get-limits
      default limit=5
      zone=6,limit=3,count=0
    `);
  });
});
