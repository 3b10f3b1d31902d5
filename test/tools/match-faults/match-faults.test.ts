/** Tests the reasons why matches have no effect, and the matches that were probably meant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SYMBOLS } from '../../../src/releases/2015/symbols.js';
import { matchFault } from '../../../src/tools/match-faults/match-fault.js';

const ports = ['sw0-port1', 'sw0-port2'];
const check = (match: string) => matchFault(match, { symbols: SYMBOLS, ports });

/** The match, carets under the place, the reason, and the match that was probably meant. */
type Fault = readonly [match: string, carets: string, why: RegExp, instead?: string | undefined];

const FAULTS: readonly Fault[] = [
  ['tcp.dst = 22', '        ^', /written ==/, 'tcp.dst == 22'],
  ['ip4.dst = 10.0.0.1', '        ^', /written ==/, 'ip4.dst == 10.0.0.1'],
  ['ip && tcp.dst=22', '             ^', /written ==/, 'ip && tcp.dst==22'],
  ['outport="sw0-port1"', '       ^', /written ==/, 'outport=="sw0-port1"'],
  ['tcp.dst === 22', '          ^', /written ==/, 'tcp.dst == 22'],
  ['tcp.dst => 22', '        ^^', /written ==/, 'tcp.dst >= 22'],
  ['tcp.dst <> 22', '        ^^', /written ==/, 'tcp.dst != 22'],
  ['tcp.dst eq 22', '        ^^', /written ==/, 'tcp.dst == 22'],
  ['tcp.dst 22', '       ^', /written ==/, 'tcp.dst == 22'],
  ['ip & tcp', '   ^', /joined with &&/, 'ip && tcp'],
  ['ip | arp', '   ^', /joined with &&/, 'ip || arp'],
  ['ip and tcp', '   ^^^', /joined with &&/, 'ip && tcp'],
  ['ip AND tcp', '   ^^^', /joined with &&/, 'ip && tcp'],
  ['ip or arp', '   ^^', /joined with &&/, 'ip || arp'],
  ['not ct.new', '^^^^', /negated with !/, '!ct.new'],
  ['!ip', '   ^', /ip cannot be negated/],
  ['not tcp.dst == 22', '^^^^', /negated with !/, 'tcp.dst != 22'],
  ['ip, tcp', '  ^', /joined with &&/, 'ip && tcp'],
  ['ip tcp', '  ^', /joined with &&/, 'ip && tcp'],
  ['ip4.src == 10.0.0.1 tcp', '                   ^', /joined/, 'ip4.src == 10.0.0.1 && tcp'],
  ['tcp.port == 22', '^^^^^^^^', /no field 'tcp.port'/, 'tcp.dst == 22'],
  ['tcp.prot == 22', '^^^^^^^^', /no field 'tcp.prot'/],
  ['tcp.dts == 22', '^^^^^^^', /no field 'tcp.dts'/, 'tcp.dst == 22'],
  ['TCP.dst == 22', '^^^^^^^', /no field 'TCP.dst'/, 'tcp.dst == 22'],
  ['ip.src == 10.0.0.1', '^^^^^^', /no field 'ip.src'/, 'ip4.src == 10.0.0.1'],
  ['ip.dst == fd00::1', '^^^^^^', /no field/, 'ip6.dst == fd00::1'],
  ['icmp.type == 8', '^^^^^^^^^', /no field/, 'icmp4.type == 8'],
  ['dl_type == 0x800', '^^^^^^^', /no field/, 'eth.type == 0x800'],
  ['udp && tp_dst == 53', '       ^^^^^^', /no field/, 'udp && udp.dst == 53'],
  ['nw_src=10.0.0.1,tcp', '^^^^^^', /no field/, 'ip4.src==10.0.0.1 && tcp'],
  ['tcp.dst == ssh', '           ^^^', /ssh is 22/, 'tcp.dst == 22'],
  ['tcp.dst == {http, https}', '            ^^^^', /http is 80/, 'tcp.dst == {80, 443}'],
  ['tcp.dst == gopher', '           ^^^^^^', /'gopher' is not a value of tcp.dst/],
  ['ip.proto == tcp', '            ^^^', /tcp is 6/, 'ip.proto == 6'],
  ['arp.op == request', '          ^^^^^^^', /request is 1/, 'arp.op == 1'],
  ['icmp4.type == echo-request', '              ^^^^^^^^^^^^', /is 8/, 'icmp4.type == 8'],
  ['ip4.src == ip4.dst', '           ^^^^^^^', /constants only/],
  ['ip4.src == $set', '           ^', /later releases/],
  ['inport == sw0-port1', '          ^^^^^^^^^', /double quotes/, 'inport == "sw0-port1"'],
  ['inport == {sw0-port1}', '           ^^^^^^^^^', /double quotes/, 'inport == {"sw0-port1"}'],
  ["inport == 'sw0-port1'", '          ^^^^^^^^^^^', /double quotes/, 'inport == "sw0-port1"'],
  [
    'inport == \u201csw0-port1\u201d && ip',
    '          ^^^^^^^^^^^',
    /double quotes/,
    'inport == "sw0-port1" && ip',
  ],
  [
    'outport == "sw0-port1 && ip',
    '                     ^',
    /not closed/,
    'outport == "sw0-port1" && ip',
  ],
  ['tcp.dst == "22"', '           ^^^^', /quoted/, 'tcp.dst == 22'],
  ['tcp == 6', '^^^^^^^^', /true or false/, 'tcp'],
  ['tcp.dst == 22..80', '^^^^^^^^^^^^^^^^^', /low <= field/, '22 <= tcp.dst <= 80'],
  ['tcp.dst == 22-80', '^^^^^^^^^^^^^^^^', /low <= field/, '22 <= tcp.dst <= 80'],
  ['tcp.dst == 22:80', '^^^^^^^^^^^^^^^^', /low <= field/, '22 <= tcp.dst <= 80'],
  ['ip4.src == 10.0.0.0/33', '           ^^^^^^^^^^^', /at most 32/, 'ip4.src == 10.0.0.0/32'],
  [
    'ip4.src == 10.0.0.1/24',
    '           ^^^^^^^^^^^',
    /beyond its prefix/,
    'ip4.src == 10.0.0.0/24',
  ],
  ['ip6.src == fd00::/129', '           ^^^^^^^^^^', /at most 128/, 'ip6.src == fd00::/128'],
  ['ip4.src == 10.0.0.300', '           ^^^^^^^^^^', /at most 255/],
  ['ip4.src == 10.0.0', '           ^^^^^^', /four numbers/],
  ['eth.src == 00:00:00:00:01', '           ^^^^^^^^^^^^^^', /six pairs/],
  ['tcp.dst == 70000', '                ^', /largest value of tcp.dst is 65535/],
  ['vlan.vid == 5000 && ip', '                 ^^', /largest value of vlan.vid is 4095/],
  ['ip4.src == 00:00:00:00:00:01', '                            ^', /ip4.src has 32 bits/],
  ['ip && tcp || udp', '^^^^^^^^^^^^^^^^', /parentheses/, '(ip && tcp) || udp'],
  [
    'ip && (tcp.dst == 22 && ip4 || udp)',
    '       ^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    /parentheses/,
    'ip && ((tcp.dst == 22 && ip4) || udp)',
  ],
  ['!tcp.dst == 22', '^^^^^^^^^^^', /after !/, 'tcp.dst != 22'],
  ['(ip && tcp', '          ^', /do not match/, '(ip && tcp)'],
  ['ip && tcp)', '         ^', /do not match/, 'ip && tcp'],
  ['ip &&', '  ^^^', /one side/, 'ip'],
  ['&& ip', '^^', /one side/, ' ip'],
  ['ip && && tcp', '     ^^^', /one side/, 'ip && tcp'],
  ['tcp.dst', '       ^', /tcp.dst == VALUE/],
  ['inport != "sw0-port1"', '                     ^', /== only/],
  [
    'tcp.dst = ssh and ip.src = 10.0.0.1',
    '        ^',
    /==/,
    'tcp.dst == 22 && ip4.src == 10.0.0.1',
  ],
  ['tcp.dst == 22 && udp', '                 ^^^', /both/, 'udp.dst == 22 && udp'],
  [
    'udp && ip && tcp.dst == 22',
    '             ^^^^^^^^^^^^^',
    /both/,
    'udp && ip && udp.dst == 22',
  ],
  ['ip4 && ip6', '       ^^^', /both: ip4 and ip6/],
  [
    'ip4.src == 1.1.1.1 && (tcp && ip4.src == 2.2.2.2)',
    '                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^',
    /both/,
  ],
  ['inport == "sw0-prot1"', '          ^^^^^^^^^^^', /no port/, 'inport == "sw0-port1"'],
  ['outport == {"sw0-port1", "nowhere"}', '                         ^^^^^^^^^', /no port/],
];

const RIGHT: readonly string[] = [
  '1',
  'ip',
  'ip && tcp && tcp.dst == 22',
  'outport == "sw0-port1" && ip',
  'inport == {"sw0-port1", "sw0-port2"} && (arp || ip4.src == 10.0.0.0/24)',
  '22 <= tcp.dst <= 80',
  'tcp.dst == {22, 80}',
  'ct.new && !ct.est',
  '!(ct.est || ct.rel)',
];

describe('the fault of a match', () => {
  it.each(FAULTS.map((fault) => ({ match: fault[0], fault })))('$match', ({ fault }) => {
    const [match, carets, why, instead] = fault;
    const found = check(match);
    const { start, end } = found?.at ?? { start: 0, end: 0 };
    expect(found?.why).toMatch(why);
    expect(' '.repeat(start) + '^'.repeat(Math.max(1, end - start))).toBe(carets);
    expect(found?.instead).toBe(instead);
  });

  it.each(RIGHT)('there is none in %s', (match) => {
    expect(check(match)).toBeUndefined();
  });

  it('suggests only matches without a fault other than unknown ports', () => {
    for (const [match] of FAULTS) {
      const instead = check(match)?.instead;
      if (instead !== undefined)
        expect(check(instead)?.kind ?? 'unknown-port').toBe('unknown-port');
    }
  });

  it('never fails, and points into the match', () => {
    const words = ['tcp.dst', '==', '=', '22', 'ip', '&&', '||', '&', '(', ')', '!', '"', '{', '}'];
    const more = [
      'sw0-port1',
      'and',
      'not',
      '10.0.0.1/33',
      ',',
      '\u201c',
      '..',
      '$',
      '-',
      '<',
      'ssh',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words, ...more, ' ', '\u{1f600}'), { maxLength: 12 }),
        fc.constantFrom('', ' '),
        (parts, space) => {
          const match = parts.join(space);
          const fault = check(match);
          if (!fault) return;
          expect(fault.at.start).toBeGreaterThanOrEqual(0);
          expect(fault.at.end).toBeGreaterThanOrEqual(fault.at.start);
          expect(fault.at.end).toBeLessThanOrEqual(match.length);
        },
      ),
    );
  });
});
