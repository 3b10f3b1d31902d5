import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/lib/clock.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { runner } from '../../run.js';

/** Ports of all kinds in one bridge, numbered from 1; 0 is the bridge's own port. */
const PORTS = `
  ovs-vsctl add-br br0
  ovs-vsctl add-port br0 p1 trunks=10,12
  ovs-vsctl add-port br0 p2 tag=10
  ovs-vsctl add-port br0 p3 tag=12 other-config:priority-tags=true
  ovs-vsctl add-port br0 p4 tag=12
  ovs-vsctl add-port br0 p5 tag=10 vlan_mode=native-tagged
  ovs-vsctl add-port br0 p6 tag=10 vlan_mode=native-tagged trunks=10,12
  ovs-vsctl add-port br0 p7 tag=12 vlan_mode=native-untagged
  ovs-vsctl add-port br0 p8 tag=12 vlan_mode=native-untagged trunks=10,12 other-config:priority-tags=true`;

/**
 * Where a flooded packet goes, and with which tag. Columns: the input port, its VID and priority or
 * `none`, and the outputs, as in the test "VLAN handling" of the reference.
 */
const TABLE = `
  0 none  | drop
  0 0 0   | drop
  0 0 1   | drop
  0 10 0  | 10/0: 1 5 6 7 8; none: 2
  0 10 1  | 10/1: 1 5 6 7 8; none: 2
  0 11 0  | 11/0: 5 7
  0 11 1  | 11/1: 5 7
  0 12 0  | 12/0: 1 5 6; none: 3 4 7 8
  0 12 1  | 12/1: 1 5 6; none: 4 7; 0/1: 3 8
  1 none  | drop
  1 0 0   | drop
  1 0 1   | drop
  1 10 0  | 10/0: 5 6 7 8 0; none: 2
  1 10 1  | 10/1: 5 6 7 8 0; none: 2
  1 11 0  | drop
  1 11 1  | drop
  1 12 0  | 12/0: 5 6 0; none: 3 4 7 8
  1 12 1  | 12/1: 5 6 0; none: 4 7; 0/1: 3 8
  2 none  | 10/0: 1 5 6 7 8 0
  2 0 0   | 10/0: 1 5 6 7 8 0
  2 0 1   | 10/1: 1 5 6 7 8 0
  2 10 0  | drop
  2 10 1  | drop
  2 11 0  | drop
  2 11 1  | drop
  2 12 0  | drop
  2 12 1  | drop
  3 none  | none: 4 7 8; 12/0: 1 5 6 0
  3 0 0   | none: 4 7 8; 12/0: 1 5 6 0
  3 0 1   | 0/1: 8; none: 4 7; 12/1: 1 5 6 0
  3 10 0  | drop
  3 11 1  | drop
  3 12 0  | drop
  4 none  | none: 3 7 8; 12/0: 1 5 6 0
  4 0 0   | none: 3 7 8; 12/0: 1 5 6 0
  4 0 1   | 0/1: 3 8; none: 7; 12/1: 1 5 6 0
  4 12 1  | drop
  5 none  | none: 2; 10/0: 1 6 7 8 0
  5 0 0   | none: 2; 10/0: 1 6 7 8 0
  5 0 1   | none: 2; 10/1: 1 6 7 8 0
  5 10 0  | 10/0: 1 6 7 8 0; none: 2
  5 10 1  | 10/1: 1 6 7 8 0; none: 2
  5 11 0  | 11/0: 7 0
  5 11 1  | 11/1: 7 0
  5 12 0  | 12/0: 1 6 0; none: 3 4 7 8
  5 12 1  | 12/1: 1 6 0; none: 4 7; 0/1: 3 8
  6 none  | none: 2; 10/0: 1 5 7 8 0
  6 0 1   | none: 2; 10/1: 1 5 7 8 0
  6 10 1  | 10/1: 1 5 7 8 0; none: 2
  6 11 0  | drop
  6 12 0  | 12/0: 1 5 0; none: 3 4 7 8
  6 12 1  | 12/1: 1 5 0; none: 4 7; 0/1: 3 8
  7 none  | none: 3 4 8; 12/0: 1 5 6 0
  7 0 1   | 0/1: 3 8; none: 4; 12/1: 1 5 6 0
  7 10 0  | 10/0: 1 5 6 8 0; none: 2
  7 11 1  | 11/1: 5 0
  7 12 0  | 12/0: 1 5 6 0; none: 3 4 8
  7 12 1  | 12/1: 1 5 6 0; none: 4; 0/1: 3 8
  8 none  | none: 3 4 7; 12/0: 1 5 6 0
  8 0 0   | none: 3 4 7; 12/0: 1 5 6 0
  8 0 1   | 0/1: 3; none: 4 7; 12/1: 1 5 6 0
  8 10 1  | 10/1: 1 5 6 7 0; none: 2
  8 11 0  | drop
  8 12 0  | 12/0: 1 5 6 0; none: 3 4 7
  8 12 1  | 12/1: 1 5 6 0; none: 4 7; 0/1: 3`;

const HEADER = 'ffffffffffff505400000001';

const hex4 = (number: number): string => number.toString(16).padStart(4, '0');

/** Returns a broadcast, tagged or untagged. */
function frame(tag: string): Uint8Array {
  const [vid, pcp] = tag.split(' ').map(Number);
  const tagged = tag !== 'none' && vid !== undefined && pcp !== undefined;
  const text = `${HEADER}${tagged ? `8100${hex4((pcp << 13) | vid)}` : ''}abcd`;
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

/** Returns the tag of a frame in the format of the table. */
function tagOf(bytes: Uint8Array): string {
  const at = (i: number): number => ((bytes[i] ?? 0) << 8) + (bytes[i + 1] ?? 0);
  return at(12) === 0x8100 ? `${at(14) & 0xfff}/${at(14) >> 13}` : 'none';
}

const { datapath } = (() => {
  const sandbox = Sandbox.open({ clock: new ManualClock(1_000_000) });
  runner(sandbox)(PORTS);
  return sandbox.context({ read: () => undefined });
})();

const numberOf = (name: string): number => (name === 'br0' ? 0 : Number(name.slice(1)));

/** Returns what left through each port: `port tag`, sorted. */
function flood(input: string): string[] {
  const [, port = '', tag = ''] = /^(\d) (.*)$/.exec(input) ?? [];
  datapath.bridges.get('br0')?.macs.flush();
  const forwarded = datapath.receive(port === '0' ? 'br0' : `p${port}`, frame(tag));
  const outputs = forwarded?.outputs ?? [];
  return outputs.map((each) => `${numberOf(each.port.name)} ${tagOf(each.frame)}`).sort();
}

function expectation(text: string): string[] {
  if (text === 'drop') return [];
  return text
    .split('; ')
    .flatMap((group) => {
      const [tag, ports = ''] = group.split(': ');
      return ports.split(' ').map((port) => `${port} ${tag}`);
    })
    .sort();
}

describe('a flooded packet', () => {
  it.each(
    TABLE.trim()
      .split('\n')
      .map((line) => line.split('|').map((part) => part.trim()))
      .map(([input = '', output = '']) => [input, output] as const),
  )('%s goes to %s', (input, output) => {
    expect(flood(input)).toEqual(expectation(output));
  });
});
