/** Tests `sandbox undo` and `sandbox diff`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
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
          const jump = 1 + (seed % lines.length);
          await shell.type(`sandbox undo ${jump}`);
          states.length -= jump;
          expect(await shell.look()).toBe(states.at(-1));
          while (states.length > 1) {
            expect(await shell.type('sandbox undo')).toBe('The last change is undone.\n');
            states.pop();
            expect(await shell.look()).toBe(states.at(-1));
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
      [`${SETUP}; sandbox undo; ovn-nbctl show`],
      'The last change is undone.\n',
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
});
