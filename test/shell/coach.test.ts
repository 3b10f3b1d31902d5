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
].join('\n');

const MISTAKES: readonly [typed: string, hint: RegExp][] = [
  ['ovn-nbctl ls-add sw1', /^ls-add .* in this one it is lswitch-add\.$/],
  ['ovn-nbctl --db=unix:/sandbox/db.sock lsp-add sw0 p', /it is lport-add/],
  ['ovn-nbctl lswitch-add a -- lsp-set-addresses p x', /it is lport-set-addresses/],
  ['ovn-sbctl lsp-bind p c', /it is lport-bind/],
  ['ovn-nbctl lr-add r0', /create Logical_Router name=NAME$/],
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
    /^The sandbox was not empty.*: sandbox undo; sandbox reset; ovn\/env1\/setup\.sh$/,
  ],
  ['ping 10.0.0.1', /sandbox ping SRC DST$/],
  ['tcpdump -i any', /sandbox capture PORT FILE$/],
  ['vi x', /no editor/],
  ['systemctl restart openvswitch', /runs already/],
  ['ovs-vswitchd --detach', /ovs-appctl -t NAME help$/],
  ['undo 2', /It is a subcommand: sandbox undo 2$/],
  ['gerp x y', /^Did you mean grep\?$/],
  ['ovn-nbclt show', /^Did you mean ovn-nbctl\?$/],
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
  'ovn-nbctl nosuch; ls nosuch; false',
];

describe('the coach', () => {
  it.each(MISTAKES)('gives a hint about %s', async (typed, hint) => {
    const shell = await open(true);
    expect((await shell.type(SETUP)).hints).toEqual([]);
    const { hints } = await shell.type(typed);
    expect(hints).toHaveLength(1);
    expect(hints[0]).toMatch(hint);
  });

  it.each(MISTAKES)('changes nothing of what is printed for %s', async (typed) => {
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
