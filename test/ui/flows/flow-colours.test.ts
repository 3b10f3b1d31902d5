/** Tests the colours of flow listings. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { openSession } from '../../../src/shell/session.js';
import { FlowColours } from '../../../src/ui/flows/flow-colours.js';
import { readFlowLine } from '../../../src/ui/flows/flow-line.js';
import { painter } from '../../../src/ui/styles.js';

/** Returns the parts of a line that have a style, as `style:text`. */
const styled = (line: string) =>
  readFlowLine(line)
    ?.parts.filter(({ style }) => style !== 'plain')
    .map(({ style, text }) => `${style}:${text}`);

describe('a line', () => {
  it.each([
    [
      '  table=2(  ls_in_acl), priority= 1002, match=(outport == "a" && ip), action=(next;)',
      ['stage:table=2(  ls_in_acl)', 'priority:priority= 1002', 'action:next;'],
    ],
    [
      ' cookie=0x0, duration=3.5s, table=17, n_packets=0, n_bytes=0, idle_age=3, priority=100,ip,metadata=0x1 actions=resubmit(,18)',
      [
        'stage:table=17',
        'quiet:n_packets=0, n_bytes=0',
        'priority:priority=100',
        'action:actions=resubmit(,18)',
      ],
    ],
    [
      'table=64, priority=100,reg7=0x1 actions=output:1',
      ['stage:table=64', 'priority:priority=100', 'action:actions=output:1'],
    ],
    ['NXST_FLOW reply (xid=0x4):', ['heading:NXST_FLOW reply (xid=0x4):']],
    ['table=5 of the book', undefined],
    ['actions=drop', undefined],
    ['', undefined],
  ])('%s', (line, expected) => {
    expect(styled(line)).toEqual(expected);
  });
});

describe('counters', () => {
  const flow = (packets: number) =>
    ` cookie=0x0, duration=${packets}s, table=0, n_packets=${packets}, n_bytes=${packets}, idle_age=1, priority=1 actions=drop\n`;
  const MOVED = '\x1b[1;4mn_packets=';

  it('are marked if they have grown since an earlier command', () => {
    const colours = new FlowColours(painter(true));
    const shown = (...counts: number[]) => {
      colours.nextCommand();
      return counts.map((count) => colours.coloured(flow(count)).includes(MOVED));
    };
    expect(shown(1)).toEqual([false]);
    expect(shown(1)).toEqual([false]);
    expect(shown(2)).toEqual([true]);
    expect(shown(2)).toEqual([false]);
    // The same flow on two bridges within one listing
    expect(shown(2, 3)).toEqual([false, true]);
  });
});

it('only adds colours to what the programs print', async () => {
  const session = await openSession({
    sandbox: Sandbox.open({ clock: new ManualClock() }),
    cwd: import.meta.dirname,
    bundled: [],
  });
  let printed = '';
  const add = (text: string): void => {
    printed += text;
  };
  await session.execute(
    `ovn-nbctl lswitch-add sw0 -- lport-add sw0 p1 -- acl-add sw0 to-lport 1 'outport == "p1"' drop
     ovs-vsctl add-port br-int v1 -- set Interface v1 external_ids:iface-id=p1
     ovn-sbctl lflow-list; ovs-ofctl dump-flows br-int; ovs-ofctl -O OpenFlow13 dump-flows br-int`,
    { stdout: add, stderr: add },
    new AbortController().signal,
  );
  const coloured = new FlowColours(painter(true)).coloured(printed);
  expect(coloured).toContain('\x1b[');
  expect(stripVTControlCharacters(coloured)).toBe(printed);
  expect(new FlowColours(painter(false)).coloured(printed)).toBe(printed);
  const lines = printed.trimEnd().split('\n');
  expect(lines.filter((line) => readFlowLine(line) === undefined)).toEqual([]);
});
