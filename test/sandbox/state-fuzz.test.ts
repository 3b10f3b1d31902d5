/** Tests that a damaged state file results in either an error message or a working sandbox. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { StateError } from '../../src/sandbox/saved-state.js';
import { openStateFile } from '../../src/sandbox/state-file.js';
import { stringifySavedState } from '../../src/sandbox/state-text.js';
import { runner } from '../run.js';
import { LONG_TIMEOUT, SLOW, times } from '../slow.js';
import { flipBit, mutate, mutation } from './mutations.js';

const RUNS = times(100, 10_000);
const PARAMETERS = { numRuns: RUNS };

const SETUP = `
  ovn-nbctl lswitch-add sw0
  ovn-nbctl lport-add sw0 a -- lport-set-addresses a '00:00:00:00:00:01 10.0.0.1'
  ovn-nbctl lport-add sw0 b -- lport-set-addresses b 00:00:00:00:00:02 unknown
  ovn-nbctl lport-add sw0 c a 5
  ovn-nbctl acl-add sw0 to-lport 1002 'outport == "a" && ip4' allow-related
  ovs-vsctl add-port br-int p1 -- set Interface p1 external_ids:iface-id=a
  ovs-vsctl add-port br-int p2 -- set Interface p2 external_ids:iface-id=b
  ovn-sbctl chassis-add hv2 geneve 10.9.0.2
  ovs-vsctl add-br br-eth1 -- set Open_vSwitch . external_ids:ovn-bridge-mappings=physnet1:br-eth1
  ovn-nbctl lport-add sw0 ln -- lport-set-type ln localnet -- lport-set-options ln network_name=physnet1
  ovn-nbctl create Logical_Router name=r0
  ovn-nbctl -- --id=@p create Logical_Router_Port name=rp network=10.0.0.254/24 mac='"02:00:00:00:ff:00"' -- add Logical_Router r0 ports @p
  ovs-vsctl del-port p2
  ovs-ofctl add-flow br-int table=16,priority=7,ip,ip_frag=later,actions=drop
  ovs-ofctl --strict del-flows br-int table=34,priority=0
  ovs-ofctl -O OpenFlow13 add-group br-eth1 group_id=1,type=select,bucket=weight:2,output:1
  ovs-ofctl -O OpenFlow13 add-flow br-eth1 cookie=1,idle_timeout=60,tcp,actions=group:1,resubmit(,2)
  ovs-ofctl -O OpenFlow11 mod-table br-eth1 3 drop
  ovs-ofctl set-frags br-eth1 drop
`;

const USE = `
  ovn-nbctl show
  ovn-sbctl show
  ovs-vsctl show
  ovn-sbctl lflow-list
  ovs-ofctl show br-int
  ovs-ofctl dump-flows br-int
  ovs-vsctl list Interface
  ovs-appctl dpif/show
  ovs-appctl ofproto/trace br-int in_port=1,ip,dl_src=00:00:00:00:00:01,dl_dst=00:00:00:00:00:02
  ovn-trace --db=unix:/sandbox/db.sock sw0 'inport == "a" && eth.src == 00:00:00:00:00:01'
  ovn-nbctl lswitch-add new -- lport-add new n -- lport-set-addresses n unknown
  ovs-vsctl add-port br-int pn -- set Interface pn external_ids:iface-id=n
  ovn-nbctl lport-del a
  ovn-nbctl lswitch-del sw0
  ovs-vsctl del-br br-int
  ovs-vsctl add-br br-int
`;

let folder: string;
let file: string;
let original: Uint8Array;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
  file = join(folder, 'sandbox.json');
  const sandbox = Sandbox.open({ clock: new ManualClock(1e12) });
  const failed = runner(sandbox)(SETUP).filter(({ exitCode }) => exitCode !== 0);
  expect(failed).toEqual([]);
  sandbox.changeHost('a', (settings) => {
    settings.addresses = ['10.0.0.77'];
    settings.services = ['tcp/22'];
  });
  sandbox.advanceClock(1000);
  original = Buffer.from(stringifySavedState(sandbox.save()));
});

afterAll(() => rmSync(folder, { recursive: true }));

// biome-ignore lint/suspicious/noControlCharactersInRegex: what must not reach a terminal
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;

/** Opens a state file with these contents and uses the sandbox, if there is one. */
function check(contents: Uint8Array | string): void {
  writeFileSync(file, contents);
  let sandbox: Sandbox;
  try {
    sandbox = Sandbox.open({ clock: new ManualClock(1e12), store: openStateFile(file) });
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    expect(error.message).toMatch(/^cannot use the state file .*\nNothing was changed/);
    expect(error.message).not.toMatch(CONTROL);
    expect(readFileSync(file).equals(Buffer.from(contents))).toBe(true);
    expect(readdirSync(folder)).toEqual(['sandbox.json']);
    return;
  }
  const run = runner(sandbox);
  for (const outcome of run(USE)) expect(outcome.stderr).not.toContain('internal error');
  const again = Sandbox.open({ clock: new ManualClock(1e12), store: inMemory(sandbox) });
  expect(stringifySavedState(again.save())).toBe(stringifySavedState(sandbox.save()));
  sandbox.close();
}

const inMemory = (sandbox: Sandbox) => ({
  read: () => sandbox.save(),
  refuse: (why: string) => new StateError(why),
  write: () => {},
  close: () => {},
});

it(
  'a file that is cut short is refused',
  () => {
    const step = SLOW ? 1 : Math.ceil(original.length / RUNS);
    // The last byte is only the final newline.
    for (let length = 0; length < original.length - 1; length += step) {
      check(original.subarray(0, length));
    }
  },
  LONG_TIMEOUT,
);

it(
  'a file with a flipped bit is refused or works',
  () => {
    fc.assert(
      fc.property(fc.nat(), (position) => check(flipBit(original, position))),
      PARAMETERS,
    );
  },
  LONG_TIMEOUT,
);

it(
  'a file with other contents is refused or works',
  () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) =>
        check(mutate(new TextDecoder().decode(original), mutations)),
      ),
      PARAMETERS,
    );
  },
  LONG_TIMEOUT,
);
