/**
 * Checks that the cost of a commit follows what it changes, not the size of the sandbox: a change
 * causes as much work next to many unrelated switches as next to one.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { DesiredFlows } from '../../src/controller/ofctrl.js';
import { ManualClock } from '../../src/lib/clock.js';
import { LogicalFlowTable } from '../../src/northd/logical-flow-table.js';
import { Bridge } from '../../src/openflow/switch/bridge.js';
import { Database } from '../../src/ovsdb/database.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { Settler } from '../../src/sandbox/settle.js';
import { runner } from '../run.js';
import { localChange, topology } from './commands.js';

/** The rows and flows that were touched since the last call. */
const work = new Map<string, Set<unknown>>();
let settling = false;

function touch(kind: string, what: unknown): void {
  if (!settling) return;
  const touched = work.get(kind) ?? new Set();
  work.set(kind, touched.add(what));
}

beforeAll(() => {
  const { settle } = Settler.prototype;
  vi.spyOn(Settler.prototype, 'settle').mockImplementation(function (this: Settler) {
    settling = true;
    settle.call(this);
    settling = false;
  });
  const { rows } = Database.prototype;
  vi.spyOn(Database.prototype, 'rows').mockImplementation(function* (this: Database, table) {
    for (const row of rows.call(this, table)) {
      touch(`rows of ${table} read one by one`, row._uuid);
      yield row;
    }
  });
  const { set } = LogicalFlowTable.prototype;
  vi.spyOn(LogicalFlowTable.prototype, 'set').mockImplementation(function (
    this: LogicalFlowTable,
    ...args
  ) {
    touch('owners of logical flows', args[0]);
    set.apply(this, args);
  });
  const { put } = DesiredFlows.prototype;
  vi.spyOn(DesiredFlows.prototype, 'put').mockImplementation(function (
    this: DesiredFlows,
    ...args
  ) {
    touch('owners of flows', `${args[0].kind} ${args[0].id}`);
    put.apply(this, args);
  });
  const { addFlow, deleteFlow } = Bridge.prototype;
  vi.spyOn(Bridge.prototype, 'addFlow').mockImplementation(function (this: Bridge, ...args) {
    const flow = addFlow.apply(this, args);
    touch('flows that came', flow);
    return flow;
  });
  vi.spyOn(Bridge.prototype, 'deleteFlow').mockImplementation(function (this: Bridge, ...args) {
    touch('flows that went', args[0]);
    return deleteFlow.apply(this, args);
  });
});

afterAll(() => {
  vi.restoreAllMocks();
});

/** Switches with ports here and elsewhere, ACLs and a router, of names that no change names. */
const bystanders = (number: number): string[] =>
  Array.from({ length: number }, (_, i) => [
    `ovn-nbctl lswitch-add by${i}`,
    `ovn-nbctl lport-add by${i} by${i}-p0`,
    `ovn-nbctl lport-set-addresses by${i}-p0 unknown`,
    `ovs-vsctl add-port br-int bv${i} -- set Interface bv${i} external_ids:iface-id=by${i}-p0`,
    `ovn-nbctl lport-add by${i} by${i}-p1`,
    `ovn-sbctl chassis-add hv-by${i} geneve 10.8.0.${i + 1}`,
    `ovn-sbctl lport-bind by${i}-p1 hv-by${i}`,
    `ovn-nbctl acl-add by${i} to-lport 1 'ip4' allow-related`,
    `ovn-nbctl create Logical_Router name=by${i}-r`,
    `ovn-nbctl --id=@p create Logical_Router_Port name=by${i}-lrp network=10.7.0.1/24 mac='"02:00:00:00:fe:00"' -- set Logical_Router by${i}-r ports=@p`,
  ]).flat();

/** Returns the work that each change causes in a topology next to some bystanders. */
function workOf(changes: readonly string[], setup: readonly string[], number: number) {
  const run = runner(Sandbox.open({ clock: new ManualClock() }));
  run([...bystanders(number), ...setup].join('\n'));
  return changes.map((command) => {
    work.clear();
    run(command);
    return { command, work: [...work].map(([kind, { size }]) => [kind, size]).sort() };
  });
}

it('a change costs the same in a large sandbox as in a small one', () => {
  fc.assert(
    fc.property(topology, fc.array(localChange, { minLength: 1 }), (setup, changes) => {
      expect(workOf(changes, setup, 9)).toEqual(workOf(changes, setup, 1));
    }),
    { numRuns: 12 },
  );
});
