/** Tests the expansion of symbols. */
import { describe, expect, it } from 'vitest';
import { annotate } from '../../src/expr/annotate.js';
import { defineSymbols, field, predicate, subfield } from '../../src/expr/define-symbols.js';
import { ExprError } from '../../src/expr/error.js';
import { formatExpr } from '../../src/expr/format.js';
import { parseExpr } from '../../src/expr/parse.js';
import { SYMBOLS } from '../../src/releases/2015/symbols.js';

const annotated = (text: string, symtab = SYMBOLS): string => {
  try {
    return formatExpr(annotate(parseExpr(text, symtab), symtab));
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return error.message;
  }
};

const IP = '(eth.type == 0x800 || eth.type == 0x86dd)';

describe('adds the prerequisites of the symbols of logical flows', () => {
  it.each([
    ['1', '1'],
    ['inport == "a"', 'inport == "a"'],
    ['reg4 == 5', 'reg4 == 0x5'],
    ['ct.trk', 'ct_state[7]'],
    ['!ct.trk', '!ct_state[7]'],
    ['ct.new', 'ct_state[0] && ct_state[7]'],
    ['!ct.new', '!ct_state[0] && ct_state[7]'],
    ['ct.rpl && ct.inv', 'ct_state[6] && ct_state[7] && ct_state[5] && ct_state[7]'],
    ['eth.bcast', 'eth.dst == 0xffffffffffff'],
    ['!eth.bcast', 'eth.dst != 0xffffffffffff'],
    ['eth.mcast', 'eth.dst[40]'],
    ['ip4.mcast', 'ip4.dst[28..31] == 0xe && eth.type == 0x800'],
    ['vlan.vid == 5', 'vlan.tci[0..11] == 0x5 && vlan.tci[12]'],
    ['tcp.dst == 80', `tcp.dst == 0x50 && ip.proto == 0x6 && ${IP}`],
    ['ip.is_frag || arp', `(ip.frag[0] && ${IP}) || eth.type == 0x806`],
    ['icmp6.code == 0', `icmp6.code == 0 && eth.type == 0x86dd && ip.proto == 0x3a && ${IP}`],
  ])('%s', (text, expected) => {
    expect(annotated(text)).toBe(expected);
  });
});

describe('rejects symbols with a malformed expansion', () => {
  const symtab = defineSymbols([
    field('good', 'reg0'),
    field('unknown', 'reg1', 'nothing == 1'),
    field('self', 'reg1', 'good == 1 && self == 1'),
    field('ping', 'reg1', 'pong == 1'),
    field('pong', 'reg2', 'ping == 1'),
    predicate('predicate', 'unknown == 1'),
  ]);
  const within = (text: string) =>
    `Error parsing expression \`${text}' encountered as prerequisite or predicate of initial expression: `;

  it.each([
    ['good == 1', 'good == 0x1'],
    ['unknown == 1', `${within('nothing == 1')}Syntax error at \`nothing' expecting field name.`],
    ['self == 1', `${within('good == 1 && self == 1')}Recursive expansion of symbol \`self'.`],
    [
      'ping == 1',
      `${within('pong == 1')}${within('ping == 1')}Recursive expansion of symbol \`ping'.`,
    ],
    [
      'predicate',
      `${within('unknown == 1')}${within('nothing == 1')}Syntax error at \`nothing' expecting field name.`,
    ],
  ])('%s', (text, expected) => {
    // Twice, since results are cached by symbol.
    expect([annotated(text, symtab), annotated(text, symtab)]).toEqual([expected, expected]);
  });
});

describe('a table of symbols', () => {
  it.each([
    ['a name twice', [field('a', 'reg0'), field('a', 'reg1')], 'symbol a is defined twice'],
    [
      'a part of what has no parts',
      [field('type', 'eth_type'), subfield('part', 'type[0..15]')],
      'type is not an ordinal field, so part cannot be part of it',
    ],
    [
      'a predicate that is no expression',
      [predicate('p', 'q')],
      "Syntax error at `q' expecting field name.",
    ],
    [
      'more than a field as a part',
      [field('a', 'reg0'), subfield('b', 'a[0] == 1')],
      'Extra tokens at end of input.',
    ],
  ])('refuses %s', (_what, definitions, message) => {
    expect(() => defineSymbols(definitions)).toThrow(message);
  });
});
