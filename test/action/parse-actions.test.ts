/** Tests the parser and encoder of logical actions. */
import { describe, expect, it } from 'vitest';
import type { ActionParameters } from '../../src/action/action-context.js';
import { type ActionPlace, encodeActions } from '../../src/action/encode-actions.js';
import { formatAction } from '../../src/action/format-action.js';
import { parseActions } from '../../src/action/parse-actions.js';
import {
  defineSymbols,
  field,
  predicate,
  string,
  subfield,
} from '../../src/expr/define-symbols.js';
import { ExprError } from '../../src/expr/error.js';
import { formatExpr } from '../../src/expr/format.js';
import { PACKET_SYMBOLS } from '../../src/expr/packet-symbols.js';
import { formatActionList } from '../../src/openflow/text/format-actions.js';
import { LAYOUT } from '../../src/releases/2015/layout.js';
import { SYMBOLS } from '../../src/releases/2015/symbols.js';

const PORTS = new Map([['p1', 1]]);

const PARAMETERS: ActionParameters & ActionPlace = {
  symtab: SYMBOLS,
  lookupPort: (name) => PORTS.get(name),
  firstTable: 16,
  tableCount: 16,
  currentTable: 2,
  outputTable: 32,
  fields: LAYOUT.fields,
};

/** The OpenFlow actions and, behind `if`, what they require; or what is wrong. */
const parse = (text: string, parameters = PARAMETERS): string => {
  try {
    const { actions, prerequisites } = parseActions(text, parameters);
    const condition = prerequisites === undefined ? '' : ` if ${formatExpr(prerequisites)}`;
    return `${formatActionList(encodeActions(actions, parameters))}${condition}`;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return error.message;
  }
};

/** The actions as they are printed again; or what is wrong. */
const print = (text: string): string => {
  try {
    const { actions } = parseActions(text, PARAMETERS);
    return actions.map((action) => formatAction(action, PARAMETERS.currentTable)).join(' ');
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return error.message;
  }
};

describe('becomes OpenFlow actions', () => {
  it.each([
    ['', 'drop'],
    ['drop;', 'drop'],
    ['next;', 'resubmit(,19)'],
    ['next(5); output;', 'resubmit(,21),resubmit(,32)'],
    ['ct_next;', 'ct(table=19,zone=NXM_NX_REG5[0..15]) if ip'],
    ['ct_commit; ip4.ttl--;', 'ct(commit,zone=NXM_NX_REG5[0..15]),dec_ttl if ip && ip4'],
    ['outport = "p1"; outport = "nobody";', 'set_field:0x1->reg7,set_field:0->reg7'],
    ['inport = "p1";', 'set_field:0x1->reg6'],
    ['inport = "";', 'set_field:0->reg6,set_field:0->in_port'],
    ['reg1 = 10.0.0.1;', 'set_field:0xa000001->reg1'],
    ['reg1[4..7] = 0x3;', 'set_field:0x30/0xf0->reg1'],
    ['reg1 = 0x30/0xf0;', 'set_field:0x30/0xf0->reg1'],
    ['eth.mcast = 1;', 'set_field:01:00:00:00:00:00/01:00:00:00:00:00->eth_dst'],
    ['vlan.vid = 3;', 'set_field:0x3/0xfff->vlan_tci if vlan.tci[12]'],
    ['reg0 = reg1;', 'move:NXM_NX_REG1[]->NXM_NX_REG0[]'],
    ['vlan.pcp[1] = reg1[3];', 'move:NXM_NX_REG1[3]->NXM_OF_VLAN_TCI[14] if vlan.tci[12]'],
    [
      'arp.spa <-> arp.tpa;',
      'push:NXM_OF_ARP_TPA[],push:NXM_OF_ARP_SPA[],pop:NXM_OF_ARP_TPA[],pop:NXM_OF_ARP_SPA[] if eth.type == 0x806 && eth.type == 0x806',
    ],
    [
      'outport <-> inport;',
      'push:NXM_NX_REG6[],push:NXM_NX_REG7[],pop:NXM_NX_REG6[],pop:NXM_NX_REG7[]',
    ],
    [
      'tcp.dst = 80; next;',
      'set_field:80->tcp_dst,resubmit(,19) if ip.proto == 0x6 && (eth.type == 0x800 || eth.type == 0x86dd)',
    ],
  ])('%s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

describe('complains about', () => {
  it.each([
    [';', "Syntax error at `;'."],
    ['next;;', "Syntax error at `;'."],
    ['next', "Syntax error at end of input expecting ';'."],
    ['drop', "Syntax error at `drop' expecting action."],
    ['drop; next;', "Syntax error at `next' expecting end of input."],
    ['next; drop;', "Syntax error at `drop' expecting action."],
    ['fly;', "Syntax error at `fly' expecting action."],
    ['next(', 'Syntax error at end of input expecting small integer.'],
    ['next(1;', "Syntax error at `;' expecting `)'."],
    ['next(16);', '"next" argument must be in range 0 to 15.'],
    ['ip4.ttl;', "Syntax error at `;' expecting `--'."],
    ['ip4.ttl = 5;', "Syntax error at `ip4.ttl' expecting field name."],
    ['eth.dst[40] == 1;', "Syntax error at `==' expecting `='."],
    ['reg0 = ;', "Syntax error at `;' expecting constant."],
    ['reg0 <-> 5;', "Syntax error at `5' expecting field name."],
    ['ip = 1;', 'Predicate symbol ip cannot be used in assignment.'],
    ['reg0[0] = ct.trk;', 'Predicate symbol ct.trk cannot be used in assignment.'],
    ['reg0[0] <-> ct.trk;', 'Predicate symbol ct.trk cannot be used in exchange.'],
    ['ct.new = 1;', 'Field ct.new is not modifiable.'],
    ['reg0[0] <-> ct.new;', 'Field ct.new is not modifiable.'],
    ['inport = {"p1"};', 'Assignments require a single value.'],
    ['inport = 5;', 'String field inport is not compatible with integer constant.'],
    ['reg0 = 0x100000000;', '33-bit constant is not compatible with 32-bit field reg0.'],
    ['inport = reg0;', "Can't assign integer field (reg0) to string field (inport)."],
    ['inport <-> reg0;', "Can't exchange string field (inport) with integer field (reg0)."],
    ['eth.src = reg0;', "Can't assign 32-bit value to 48-bit destination."],
    ['eth.src <-> reg0;', "Can't exchange 48-bit field with 32-bit field."],
    ['reg0 = 5 ?', "Invalid character `?' in input."],
    ['outport = é;', 'Invalid byte 0x-61 in input.'],
  ])('%s', (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

describe('prints', () => {
  it.each([
    ['drop;', ''],
    ['next(3);', 'next;'],
    ['next ( 5 ) ;output;', 'next(5); output;'],
    ['ct_commit;ct_next;', 'ct_commit; ct_next;'],
    ['ip4.ttl--;', 'ip4.ttl--;'],
    ['outport="p1";inport="";', 'outport = "p1"; inport = "";'],
    ['eth.src=0:0:0:0:0:01;', 'Invalid numeric constant.'],
    ['eth.src=00:00:00:00:ff:01;', 'eth.src = 00:00:00:00:ff:01;'],
    ['reg0 = 10.0.0.1; reg1=0xa;', 'reg0 = 10.0.0.1; reg1 = 0xa;'],
    ['reg1 = 0x30/0xf0;', 'reg1 = 0x30/0xf0;'],
    ['vlan.vid=3; vlan.pcp[1]=reg1[3];', 'vlan.vid = 3; vlan.pcp[1] = reg1[3];'],
    ['reg0[0..15]=reg1[16..31];', 'reg0[0..15] = reg1[16..31];'],
    ['reg0 = ip4.dst; arp.spa<->arp.tpa;', 'reg0 = ip4.dst; arp.spa <-> arp.tpa;'],
  ])('%s', (text, expected) => {
    expect(print(text)).toBe(expected);
  });
});

describe('tables', () => {
  it.each([
    ['next;', { currentTable: 15 }, 'resubmit(,32)'],
    ['next;', { currentTable: 16 }, '"next" action not allowed in last table.'],
    ['ct_next;', { currentTable: 16 }, '"ct_next" action not allowed in last table.'],
    ['next;', { tableCount: 0 }, '"next" action not allowed here.'],
    ['next(15);', { firstTable: 48 }, 'resubmit(,63)'],
    ['output;', { outputTable: 64 }, 'resubmit(,64)'],
  ])('%s with %j', (text, parameters, expected) => {
    expect(parse(text, { ...PARAMETERS, ...parameters })).toBe(expected);
  });
});

it('symbols with malformed prerequisites', () => {
  const symtab = defineSymbols([
    ...PACKET_SYMBOLS,
    field('reg', 'reg0', 'nothing'),
    subfield('part', 'reg[0..7]', 'ip4'),
    predicate('flag', 'vlan.tci[3]'),
    string('wide', 'xreg1'),
    string('narrow', 'reg1'),
  ]);
  const within = (text: string) => parse(text, { ...PARAMETERS, symtab });
  const wrong =
    "Error parsing expression `nothing' encountered as prerequisite or predicate of initial expression: Syntax error at `nothing' expecting field name.";
  expect(within('reg = 1;')).toBe(wrong);
  expect(within('part = 1;')).toBe(wrong);
  expect(within('wide = narrow;')).toBe(
    'String fields wide and narrow are incompatible for assignment.',
  );
  expect(within('narrow <-> wide;')).toBe(
    'String fields narrow and wide are incompatible for exchange.',
  );
});
