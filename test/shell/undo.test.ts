/** Tests `sandbox undo`, `redo`, `diff` and `snapshot`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { excerpt } from '../../src/lib/printable.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

async function open() {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const session = await openSession({ sandbox, cwd: import.meta.dirname, bundled: [] });
  const { signal } = new AbortController();
  return {
    sandbox,
    async type(source: string): Promise<string> {
      let shown = '';
      const show = (text: string) => {
        shown += text;
      };
      await session.execute(source, { stdout: show, stderr: show }, signal);
      return shown;
    },
    /** Returns the complete visible state of the sandbox. */
    async look(): Promise<string> {
      const state = JSON.stringify(sandbox.save());
      return `${state}\n${await this.type(LOOK)}`;
    },
  };
}

const LOOK = [
  'ovn-nbctl show; ovn-sbctl show; ovs-vsctl show; ovn-sbctl lflow-list',
  // Ages start over.
  "ovs-ofctl dump-flows br-int | sed 's/duration=[^,]*, //; s/idle_age=[^,]*, //'",
].join('\n');

const SETUP =
  'ovn-nbctl lswitch-add sw0 -- lport-add sw0 p1 -- lport-set-addresses p1 00:00:00:00:00:01';

/** Lines that always change something, whatever the state. */
const CHANGES = [
  'ovn-nbctl lswitch-add',
  'ovn-nbctl create Logical_Switch name=x external_ids:a=b',
  'ovn-nbctl set Logical_Switch sw0 external_ids:n=$RANDOM$RANDOM',
  'ovn-nbctl acl-add sw0 to-lport $((RANDOM % 1000)) \'outport == "p1" && ip\' drop',
  'ovs-vsctl add-br br-$RANDOM$RANDOM',
  'ovs-vsctl add-port br-int i$RANDOM -- set Interface br-int external_ids:q=$RANDOM$RANDOM',
  'ovn-nbctl lport-add sw0 q$RANDOM$RANDOM; ovn-nbctl lport-set-addresses p1 unknown 00:00:00:00:00:0$((RANDOM % 10))',
  'sandbox clock advance 5s',
  'ovs-ofctl add-flow br-int table=99,priority=$RANDOM,actions=drop',
  'ovs-ofctl del-flows br-int table=64; ovs-vsctl add-br br-$RANDOM$RANDOM',
];

describe('sandbox undo', () => {
  it('goes back through all states, one at a time or several at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...CHANGES), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        async (lines, seed) => {
          const shell = await open();
          await shell.type(SETUP);
          const states = [await shell.look()];
          for (const line of lines) {
            await shell.type(line);
            states.push(await shell.look());
          }
          const all = [...states];
          const jump = 1 + (seed % lines.length);
          await shell.type(`sandbox undo ${jump}`);
          states.length -= jump;
          expect(await shell.look()).toBe(states.at(-1));
          while (states.length > 1) {
            const undone = lines[states.length - 2];
            expect(await shell.type('sandbox undo')).toBe(
              `Undone: ${excerpt(undone ?? '', 66)}\nTo take that back: sandbox redo\n`,
            );
            states.pop();
            expect(await shell.look()).toBe(states.at(-1));
          }
          await shell.type(`sandbox redo ${lines.length}`);
          expect(await shell.look()).toBe(all.at(-1));
          await shell.type(`sandbox undo ${lines.length}`);
          for (const [i, line] of lines.entries()) {
            expect(await shell.type('sandbox redo')).toBe(`Done again: ${excerpt(line, 66)}\n`);
            expect(await shell.look()).toBe(all[i + 1]);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  const dialogues: readonly [what: string, lines: readonly string[], shown: string | RegExp][] = [
    [
      'passes over lines that changed nothing',
      [SETUP, 'ovn-nbctl show', 'sandbox undo', 'ovn-nbctl show'],
      '',
    ],
    [
      'undoes the other commands of its own line',
      ['ovn-nbctl lswitch-add sw0; sandbox undo; ovn-nbctl show'],
      'Undone: ovn-nbctl lswitch-add sw0; sandbox undo; ovn-nbctl show\nTo take that back: sandbox redo\n',
    ],
    ['takes a reset back', [SETUP, 'sandbox reset', 'sandbox undo', 'ovn-nbctl show'], /\(sw0\)/],
    [
      'says where there is nothing',
      ['sandbox undo'],
      'sandbox undo: nothing has been changed since the start\n',
    ],
    [
      'says where there is too little',
      [SETUP, 'sandbox undo 2'],
      'sandbox undo: only 1 change can be undone\n',
    ],
    ['wants a number', ['sandbox undo x'], "sandbox undo: 'x' is not a number of lines\n"],
    [
      'names the first of several lines',
      ['for i in 1 2; do\n  ovn-nbctl lswitch-add s$i\ndone', 'sandbox undo'],
      'Undone: for i in 1 2; do ...\nTo take that back: sandbox redo\n',
    ],
    [
      'cannot be taken back after another change',
      [SETUP, 'sandbox undo', 'ovn-nbctl lswitch-add x', 'sandbox redo'],
      'sandbox redo: nothing has been undone since the last change\n',
    ],
    [
      'cannot be taken back after a change in the same line',
      [SETUP, 'sandbox undo', 'ovn-nbctl lswitch-add x; sandbox redo'],
      'sandbox redo: nothing has been undone since the last change\n',
    ],
    [
      'can be taken back as often as it was done',
      [SETUP, 'sandbox undo', 'sandbox redo 2'],
      'sandbox redo: only 1 change can be repeated\n',
    ],
  ];
  it.each(dialogues)('%s', async (_, lines, shown) => {
    const shell = await open();
    let last = '';
    for (const line of lines) last = await shell.type(line);
    if (typeof shown === 'string') expect(last).toBe(shown);
    else expect(last).toMatch(shown);
  });
});

describe('sandbox diff', () => {
  const masked = (text: string) => text.replace(/\b[0-9a-f]{8}\b/g, 'UUID');

  it('shows nothing at first', async () => {
    expect(await (await open()).type('sandbox diff')).toBe('Nothing has been changed yet.\n');
  });

  it('shows what a line changed in each layer', async () => {
    const shell = await open();
    await shell.type(SETUP);
    await shell.type('ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=p1');
    await shell.type('ovn-nbctl acl-add sw0 to-lport 1001 \'outport == "p1" && ip\' drop');
    expect(masked(await shell.type('sandbox diff'))).toBe(`OVN_Northbound
- Logical_Switch sw0 acls=[]
+ Logical_Switch sw0 acls=[UUID]
+ ACL priority=1001 direction=to-lport match="outport == \\"p1\\" && ip" action=drop
OVN_Southbound
+ Logical_Flow logical_datapath=sw0 pipeline=egress table_id=1 priority=2001 match="outport == \\"p1\\" && ip" actions=drop; external_ids={stage-name=switch_out_acl}
OpenFlow flows
+ br-int table=49, priority=2001,ip,reg7=0x1,metadata=0x1 actions=drop
+ br-int table=49, priority=2001,ipv6,reg7=0x1,metadata=0x1 actions=drop
`);
  });

  it('shows removed rows, and skips lines without effect', async () => {
    const shell = await open();
    await shell.type(SETUP);
    await shell.type('ovn-nbctl lport-del p1');
    await shell.type('ovn-nbctl show');
    expect(await shell.type('sandbox diff')).toMatch(
      /^OVN_Northbound\n- Logical_Switch sw0 ports=\[p1\]\n\+ Logical_Switch sw0 ports=\[\]\n- Logical_Port p1 addresses=\[00:00:00:00:00:01\]/,
    );
  });

  it('compares any two moments', async () => {
    const shell = await open();
    await shell.type(SETUP);
    await shell.type('sandbox snapshot save start');
    await shell.type('ovn-nbctl lswitch-add a');
    await shell.type('sandbox snapshot save middle');
    await shell.type('ovn-nbctl lswitch-add b');
    const switches = async (moments: string) =>
      (await shell.type(`sandbox diff ${moments}`)).match(/^. Logical_Switch \w+/gm);
    expect(await switches('')).toEqual(['+ Logical_Switch b']);
    expect(await switches('2')).toEqual(['+ Logical_Switch a', '+ Logical_Switch b']);
    expect(await switches('2 1')).toEqual(['+ Logical_Switch a']);
    expect(await switches('start middle')).toEqual(['+ Logical_Switch a']);
    expect(await switches('now start')).toEqual(['- Logical_Switch a', '- Logical_Switch b']);
    expect(await shell.type('sandbox diff 1 1')).toBe('Nothing differs.\n');
    expect(await shell.type('sandbox diff 9')).toBe('sandbox diff: only 3 changes can be undone\n');
    expect(await shell.type('sandbox diff x')).toBe(
      "sandbox diff: there is no snapshot 'x'; there are start, middle\n",
    );
  });
});

describe('sandbox snapshot', () => {
  it('goes back to a state, and can itself be undone', async () => {
    const shell = await open();
    await shell.type(SETUP);
    const before = await shell.look();
    await shell.type('sandbox snapshot save one');
    await shell.type('ovn-nbctl lswitch-del sw0');
    const after = await shell.look();
    expect(await shell.type('sandbox snapshot load one')).toBe(
      'The sandbox is as it was in snapshot one. To take that back: sandbox undo\n',
    );
    expect(await shell.look()).toBe(before);
    await shell.type('sandbox undo');
    expect(await shell.look()).toBe(after);
    await shell.type('sandbox reset');
    await shell.type('sandbox snapshot load one');
    expect(await shell.look()).toBe(before);
  });

  const dialogues: readonly [lines: readonly string[], shown: string][] = [
    [['list'], 'There are no snapshots. To make one: sandbox snapshot save NAME\n'],
    [['save a'], 'Snapshot a saved.\n'],
    [['save a', 'save a'], 'Snapshot a replaced.\n'],
    [['save b', 'save a', ''], '1970-01-01T00:00:00.000Z  b\n1970-01-01T00:00:00.000Z  a\n'],
    [['save a', 'delete a'], 'Snapshot a deleted.\n'],
    [['save a', 'delete b'], "sandbox snapshot: there is no snapshot 'b'; there are a\n"],
    [
      ['load b'],
      "sandbox snapshot: there is no snapshot 'b'; make one with: sandbox snapshot save NAME\n",
    ],
    [['load'], 'sandbox snapshot: give a name, as in: sandbox snapshot load one\n'],
    [['list x'], "sandbox snapshot: unexpected argument 'x'\n"],
    [['keep'], "sandbox snapshot: unknown action 'keep'; use one of list, save, load, delete\n"],
    ...['3', 'now', '../x', '-', 'a'.repeat(65)].map((name): [string[], string] => [
      [`save -- ${name}`],
      `sandbox snapshot: '${name}' cannot name a snapshot; use letters, digits and "_.-", up to 64 characters, and neither "now" nor a number\n`,
    ]),
  ];
  it.each(dialogues)('%j', async (lines, shown) => {
    const shell = await open();
    let last = '';
    for (const line of lines) last = await shell.type(`sandbox snapshot ${line}`);
    expect(last).toBe(shown);
  });

  it('has a limit', async () => {
    const shell = await open();
    await shell.type('for i in {1..50}; do sandbox snapshot save s$i; done');
    expect(await shell.type('sandbox snapshot save one-more')).toBe(
      'sandbox snapshot: there are 50 snapshots already; delete one first\n',
    );
    expect(await shell.type('sandbox snapshot save s7')).toBe('Snapshot s7 replaced.\n');
  });
});
