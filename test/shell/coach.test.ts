/** Tests the hints about commands that succeed without doing what was intended. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { closest } from '../../src/lib/closest.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import type { Remark } from '../../src/shell/remark.js';
import { openSession } from '../../src/shell/session.js';

const SCRIPTS = join(import.meta.dirname, '../../scripts');
const scripts = readdirSync(SCRIPTS, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.sh'))
  .sort();
const bundled = scripts.map((path) => ({
  path: `ovn/${path}`,
  text: readFileSync(join(SCRIPTS, path), 'utf8'),
}));

/** Opens a session with or without a coach, and collects its output. */
async function open(watched: boolean) {
  const hints: string[] = [];
  const session = await openSession({
    sandbox: Sandbox.open({ clock: new ManualClock() }),
    cwd: SCRIPTS,
    bundled,
    ...(watched
      ? {
          onRemark({ kind, text, instead }: Remark) {
            if (kind !== 'hint') return;
            hints.push(instead === undefined ? text : `${text} Did you mean: ${instead}`);
          },
        }
      : {}),
  });
  const { signal } = new AbortController();
  return {
    /** Runs an input; returns its output and the coach's hints. */
    async type(source: string) {
      hints.length = 0;
      let shown = '';
      const show = (text: string) => {
        shown += text;
      };
      const { exitCode } = await session.execute(source, { stdout: show, stderr: show }, signal);
      return { shown, exitCode, hints: [...hints] };
    },
  };
}

const SETUP = [
  'ovn-nbctl lswitch-add sw0 -- lport-add sw0 sw0-port1 -- lport-add sw0 sw0-port2',
  'ovn-nbctl lport-set-addresses sw0-port1 00:00:00:00:00:01',
  'ovn-nbctl -- --id=@p create Logical_Router_Port name=r0-port -- create Logical_Router name=r0 ports=@p',
].join('\n');

const MISTAKES: readonly [typed: string, hint: RegExp][] = [
  ['ovn-nbctl ls-add sw1', /^ls-add .* in this one it is lswitch-add\.$/],
  ['ovn-nbctl --db=unix:/sandbox/db.sock lsp-add sw0 p', /it is lport-add/],
  ['ovn-nbctl lswitch-add a -- lsp-set-addresses p x', /it is lport-set-addresses/],
  ['ovn-sbctl lsp-bind p c', /it is lport-bind/],
  ['ovn-nbctl lb-add lb0 1.1.1.1 2.2.2.2', /no load balancers/],
  ['ovn-nbctl lswitch-add sw0', /^There are 2 switches named sw0 now.*: sandbox undo$/],
  ['ovn-nbctl lport-add sw1 p', /^Nothing changed.* switch 'sw1'\. Did you mean sw0\?$/],
  [
    'ovn-nbctl lport-set-addresses sw0-prot1 unknown',
    /port 'sw0-prot1'\. Did you mean sw0-port1\?$/,
  ],
  ['ovn-nbctl lport-list elsewhere', /no switch 'elsewhere'\.$/],
  [
    'ovn-nbctl lport-set-addresses sw0-port1 00:00:00:00:00:01 10.0.0.1',
    /"00:00:00:00:00:01 10\.0\.0\.1"$/,
  ],
  ['ovn-nbctl lport-set-port-security sw0-port1 10.0.0.1', /"MAC 10\.0\.0\.1"$/],
  ['ovn-nbctl acl-add sw0 to-lport 1 outport == "sw0-port1" drop', /single quotes/],
  [
    'ovn-nbctl acl-add sw0 to-lport 1 "outport == sw0-port1" drop',
    /without effect.*in double quotes\. Did you mean: outport == "sw0-port1"$/,
  ],
  [
    `ovn-nbctl acl-add sw0 to-lport 1 'outport == "sw0-port9" && ip' drop`,
    /no port 'sw0-port9'\. Did you mean: outport == "sw0-port1" && ip$/,
  ],
  [`ovn-nbctl acl-add sw0 to-lport 1 'outport == {"sw0-port1", "other"}' drop`, /no port 'other'/],
  [`ovn-nbctl acl-add sw0 from-lport 1 'outport == "sw0-port1"' drop`, /always empty/],
  [
    'ovs-vsctl add-port br-int p -- set Interface p external_ids:iface-id=sw0-porl1',
    /Did you mean sw0-port1\?$/,
  ],
  [`ovn-nbctl acl-add sw0 to-lport 1 'tcp.dst = 22' drop`, /Did you mean: tcp\.dst == 22$/],
  [
    `ovn-nbctl acl-add sw0 to-lport 1 'tcp.dst == 22 && udp' drop`,
    /without effect, because it never matches\..*both: tcp\.dst == 22 and udp/,
  ],
  [
    `ovn-nbctl --id=@a create ACL direction=to-lport priority=1 action=drop 'match="ip and tcp"' -- add Logical_Switch sw0 acls @a`,
    /Did you mean: ip && tcp$/,
  ],
  [
    'ovn/env1/setup.sh > log 2>&1',
    /^The sandbox was not empty.*: sandbox undo\. To start over: sandbox reset; ovn\/env1\/setup\.sh$/,
  ],
  ['ping 10.0.0.1', /sandbox ping SRC DST$/],
  ['tcpdump -i any', /sandbox capture PORT FILE$/],
  ['vi x', /no editor/],
  ['systemctl restart openvswitch', /runs already/],
  ['ovs-vswitchd --detach', /ovs-appctl -t NAME help$/],
  ['lswitch-add sw1', /a program: ovn-nbctl lswitch-add sw1$/],
  ['ls-add sw1', /a program: ovn-nbctl lswitch-add sw1$/],
  ['undo 2', /It is a subcommand: sandbox undo 2$/],
  ['gerp x y', /^Did you mean grep\?$/],
  ['ovn-nbclt show', /^Did you mean ovn-nbctl\?$/],
];

const REFUSED: readonly [typed: string, hint: RegExp][] = [
  [
    'ovn-nbctl acl-add sw0 ingress 1 ip drop',
    /no direction ingress\. Did you mean from-lport\? Valid: from-lport, to-lport\.$/,
  ],
  [
    'ovn-nbctl acl-add sw0 to-lport 1 ip deny',
    /Did you mean drop\? Valid: allow, allow-related, drop, reject\.$/,
  ],
  ['ovn-nbctl acl-add sw0 to-lport 99999 ip drop', /from 0 to 65534/],
  [
    'ovn-nbctl lport-set-enabled sw0-port1 yes',
    /Did you mean enabled\? Valid: enabled, disabled\.$/,
  ],
  ['ovn-nbctl lswitch-ad sw1', /Did you mean lswitch-add\?$/],
  ['ovn-nbctl frob', /To list them: ovn-nbctl --help$/],
  ['ovn-nbctl lport-add sw0', /^Usage: ovn-nbctl lport-add LSWITCH /],
  ['ovn-nbctl --wait=hv lswitch-add sw1', /Nothing has to wait/],
  ['ovn-nbctl sync', /reached every layer/],
  ['ovn-nbctl lport-set-macs sw0-port1 x', /earlier releases.* lport-set-addresses\.$/],
  ['ovn-nbctl lrouter-add r0', /create Logical_Router name=NAME$/],
  ['ovn-nbctl lr-add r0', /create Logical_Router name=NAME$/],
  ['ovn-nbctl list Logical_Swich', /Did you mean Logical_Switch\?/],
  ['ovn-nbctl get Logical_Port sw0-port1 adresses', /Did you mean addresses\?/],
  ['ovn-nbctl lport-get-up r0-port', /is a port of a router.*list Logical_Router_Port$/],
  ['ovn-nbctl lport-set-addresses sw0-port1 unkown', /Did you mean unknown\?$/],
  [
    'ovn-nbctl lport-set-addresses sw0-port1 "00:00:00:00:00:01 10.0.0.999"',
    /'10\.0\.0\.999' is not an address/,
  ],
  ['ovn-nbctl lport-set-port-security sw0-port1 port1', /'port1' is not an address/],
  [
    'ovn-nbctl lport-set-type sw0-port1 locanet',
    /Did you mean localnet\? Valid: localnet, router, vtep/,
  ],
  ['ovn-nbctl lport-set-options sw0-port1 physnet', /KEY=VALUE/],
  [
    'ovn-nbctl lport-set-options sw0-port1 network_name=net',
    /No bridge is connected.*ovn-bridge-mappings=net:BRIDGE$/,
  ],
  ['ovn-sbctl lflow-list sw0', /For sw0: ovn-sbctl lflow-list [\da-f-]{36}$/],
  ['ovn-sbctl lflow-list sw1', /For sw0: ovn-sbctl lflow-list [\da-f-]{36}$/],
  ['ovn-sbctl lflow-list | grep switch_in_port_sex', /Did you mean switch_in_port_sec\?$/],
  ['ovn-sbctl lport-bind sw0-port9 x', /no logical port 'sw0-port9'\. Did you mean sw0-port1\?/],
  ['ovn-sbctl list Chasis', /Did you mean Chassis\?/],
  ['ovs-vsctl add-port br-ont p', /no bridge 'br-ont'\. Did you mean br-int\?/],
  ['ovs-vsctl del-port lport9', /no port 'lport9'\. Valid: br-int\.$/],
  [
    'ovs-vsctl set Interface br-imt type=x',
    /no 'br-imt' in the table Interface\. Did you mean br-int\?/,
  ],
  ['ovs-ofctl dump-flows br0', /no bridge 'br0'\. Valid: br-int\.$/],
  ['ovs-ofctl dump-flws br-int', /Did you mean dump-flows\?$/],
  ['ovs-ofctl dump-flows br-int tabel=0', /no field 'tabel'.* Did you mean table\?$/],
  ['ovs-ofctl dump-flows br-int table=300', /from 0 to 254/],
  ['ovs-ofctl add-flow br-int ip,actions=outptu:1', /no action 'outptu'\. Did you mean output\?$/],
  ['ovs-ofctl mod-port br-int lport1 up', /no port 'lport1'/],
  ['ovs-appctl ofproto/trace br-ont in_port=1', /Did you mean br-int\?/],
  ['ovs-appctl ofproto/trac br-int in_port=1', /Did you mean ofproto\/trace\?/],
  ['ovs-appctl -t ovn-nortd list-commands', /no daemon 'ovn-nortd'\. Did you mean ovn-northd\?/],
  ['ovs-dpctl', /as in: ovs-dpctl show$/],
  ['ovs-dpctl show br-int', /A datapath is not a bridge/],
  ['ovs-dpctl dump-flow', /Did you mean dump-flows\?$/],
  ['ovsdb-client', /as in: ovsdb-client dump$/],
  ['ovsdb-client list-table', /Did you mean list-tables\?$/],
  ['ovn-trace sw9 \'inport == "x"\'', /no logical switch or router 'sw9'\. Did you mean sw0\?/],
  ['sandbox ping sw0-prt1 sw0-port2', /^Did you mean sw0-port1\?/],
];

const RIGHT: readonly string[] = [
  'ovn-nbctl show; ovn-sbctl show; ovn-sbctl lflow-list; ovs-ofctl dump-flows br-int',
  'ovn-nbctl lswitch-add sw1',
  'ovn-nbctl lport-set-addresses sw0-port1 "00:00:00:00:00:01 10.0.0.1" unknown',
  'ovn-nbctl lport-set-port-security sw0-port1 00:00:00:00:00:01',
  `ovn-nbctl acl-add sw0 to-lport 1001 'outport == "sw0-port1" && ip' drop`,
  `ovn-nbctl --log acl-add sw0 from-lport 1 'inport == {"sw0-port1", "sw0-port2"}' allow-related`,
  // An object that is missing for one command but exists at the end of the line causes no hint.
  'ovs-vsctl add-port br-int x -- set Interface x external_ids:iface-id=new\novn-nbctl lport-add sw0 new',
  'ls nosuch; false; echo a | grep b',
  'ovn-nbctl lport-set-addresses sw0-port1 unknown 00:00:00:00:00:02 "00:00:00:00:00:03 10.0.0.1 fd00::1"',
  'ovn-nbctl lport-set-type sw0-port1 router',
  'ovs-vsctl set Open_vSwitch . external_ids:ovn-bridge-mappings=net:br-eth\novn-nbctl lport-set-options sw0-port1 network_name=net',
  'ovn-sbctl lflow-list | grep switch_in_acl',
];

describe('the coach', () => {
  it.each([...MISTAKES, ...REFUSED])('gives a hint about %s', async (typed, hint) => {
    const shell = await open(true);
    expect((await shell.type(SETUP)).hints).toEqual([]);
    const { hints } = await shell.type(typed);
    expect(hints).toHaveLength(1);
    expect(hints[0]).toMatch(hint);
  });

  it.each([...MISTAKES, ...REFUSED])('changes nothing of what is printed for %s', async (typed) => {
    const [watched, alone] = [await open(true), await open(false)];
    await watched.type(SETUP);
    await alone.type(SETUP);
    const { hints: _, ...printed } = await watched.type(typed);
    const { hints: none, ...same } = await alone.type(typed);
    expect(printed).toEqual(same);
    expect(none).toEqual([]);
  });

  it.each(RIGHT)('has nothing to say about %s', async (typed) => {
    const shell = await open(true);
    await shell.type(SETUP);
    expect((await shell.type(typed)).hints).toEqual([]);
  });

  const environments = [...new Set(scripts.map((path) => path.split('/')[0] ?? ''))];
  it.each(environments)('has nothing to say about the tutorial: %s', async (folder) => {
    const shell = await open(true);
    const files = scripts.filter((path) => path.startsWith(`${folder}/`));
    const setupFirst = files.sort(
      (a, b) => Number(b.endsWith('setup.sh')) - Number(a.endsWith('setup.sh')),
    );
    for (const path of setupFirst) expect((await shell.type(`ovn/${path}`)).hints).toEqual([]);
  });

  it('gives only a few hints, each once', async () => {
    const shell = await open(true);
    const { hints } = await shell.type('for i in 1 2 3 4 5; do ping; nc; ssh; tcpdump; done');
    expect(hints).toHaveLength(3);
  });
});

describe('the closest name', () => {
  const names = ['sw0', 'sw0-port1', 'sw0-port2', 'router'];
  const cases: readonly [typed: string, meant: string | undefined][] = [
    ['sw1', 'sw0'],
    ['sw0-port11', 'sw0-port1'],
    ['sw0port2', 'sw0-port2'],
    ['ruoter', 'router'],
    ['ruotre', undefined],
    ['roter', 'router'],
    ['other', undefined],
    ['', undefined],
  ];
  it.each(cases)('to %j', (typed, meant) => {
    expect(closest(typed, names)).toBe(meant);
  });
});
