/** Tests microflows. */
import { expect, it } from 'vitest';
import { ExprError } from '../../src/expr/error.js';
import { parseMicroflow } from '../../src/expr/microflow.js';
import { formatMatch } from '../../src/openflow/text/format-match.js';
import { SYMBOLS } from '../../src/releases/2015/symbols.js';

const PORTS = new Map([
  ['a', 1],
  ['b', 2],
]);

/** Returns the match of a microflow, or its error message. */
const parse = (text: string): string => {
  try {
    return formatMatch(parseMicroflow(text, SYMBOLS, (name) => PORTS.get(name)));
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return error.message;
  }
};

it.each([
  ['1', ''],
  ['inport == "a"', 'reg6=0x1'],
  ['inport == "a" && outport == "b"', 'reg6=0x1,reg7=0x2'],
  ['inport == "nobody" && ip4', 'ip'],
  ['ip4.src == 10.0.0.1', 'ip,nw_src=10.0.0.1'],
  ['ip4 && tcp.dst == 22', 'tcp,tp_dst=22'],
  ['ip6 && udp.dst == 53 && ip.ttl == 64', 'udp6,nw_ttl=64,tp_dst=53'],
  ['arp.op == 1 && arp.tpa == 10.0.0.2', 'arp,arp_tpa=10.0.0.2,arp_op=1'],
  ['icmp4.type == 8 && icmp4.code == 0', 'icmp,icmp_type=8,icmp_code=0'],
  ['vlan.vid == 5', 'dl_vlan=5'],
  ['ct.new', 'ct_state=+new+trk'],
  ['eth.mcast', 'dl_dst=01:00:00:00:00:00/01:00:00:00:00:00'],
  // Bits may be given individually, and ranges if they leave no bit open.
  ['ip4 && tcp.dst[1..15] == 0x28', 'tcp,tp_dst=0x50/0xfffe'],
  ['ip4 && 79 < tcp.src && tcp.src < 81', 'tcp,tp_src=80'],
  ['ip4 && tcp.src == {80, 81} && tcp.src == {81, 82}', 'tcp,tp_src=81'],
])('%s', (text, expected) => {
  expect(parse(text)).toBe(expected);
});

it.each([
  ['0', 'Constraints are contradictory.'],
  ['ip4 && ip6', 'Constraints are contradictory.'],
  ['tcp.dst == 80 && tcp.dst == 81 && ip4', 'Constraints are contradictory.'],
  ['inport == "a" && inport == "b"', 'Constraints are contradictory.'],
  [
    'tcp.dst == 80',
    'Constraints are ambiguous: tcp.dst == 0x50 && ip.proto == 0x6 && (eth.type == 0x800 || eth.type == 0x86dd).',
  ],
  [
    'ip4 && tcp.src > 1024',
    'Constraints are ambiguous: eth.type == 0x800 && tcp.src > 0x400 && ip.proto == 0x6 && (eth.type == 0x800 || eth.type == 0x86dd).',
  ],
  ['inport == {"a", "b"}', 'Constraints are ambiguous: inport == "a" || inport == "b".'],
  ['ip4 || arp', 'Constraints are ambiguous: eth.type == 0x800 || eth.type == 0x806.'],
  ['', 'Syntax error at end of input expecting constant.'],
  ['ip4 &&', 'Syntax error at end of input expecting constant.'],
  ['port == "a"', "Syntax error at `port' expecting field name."],
  ['inport == 5', 'String field inport is not compatible with integer constant.'],
  ['ip4 arp', 'Extra tokens at end of input.'],
])('%s: %s', (text, expected) => {
  expect(parse(text)).toBe(expected);
});
