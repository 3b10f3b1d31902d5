/** Defines the symbols of logical flows in November 2015. */
import {
  defineSymbols,
  field,
  predicate,
  type SymbolDefinition,
  string,
  subfield,
} from '../../expr/define-symbols.js';
import { PACKET_SYMBOLS } from '../../expr/packet-symbols.js';

/** The logical ports of a packet, whose numbers are kept in registers. */
const LOGICAL_PORTS: readonly SymbolDefinition[] = [
  string('inport', 'reg6'),
  string('outport', 'reg7'),
];

/** The registers that logical flows may use freely. */
const LOGICAL_REGISTERS: readonly SymbolDefinition[] = [
  field('reg0', 'reg0'),
  field('reg1', 'reg1'),
  field('reg2', 'reg2'),
  field('reg3', 'reg3'),
  field('reg4', 'reg4'),
];

/** The state of a packet's connection. */
const CONNECTION_STATE: readonly SymbolDefinition[] = [
  field('ct_state', 'ct_state'),
  predicate('ct.trk', 'ct_state[7]'),
  subfield('ct.new', 'ct_state[0]', 'ct.trk'),
  subfield('ct.est', 'ct_state[1]', 'ct.trk'),
  subfield('ct.rel', 'ct_state[2]', 'ct.trk'),
  subfield('ct.inv', 'ct_state[5]', 'ct.trk'),
  subfield('ct.rpl', 'ct_state[6]', 'ct.trk'),
];

const GROUP_ADDRESSES: readonly SymbolDefinition[] = [
  predicate('eth.bcast', 'eth.dst == ff:ff:ff:ff:ff:ff'),
  subfield('eth.mcast', 'eth.dst[40]'),
  predicate('ip4.mcast', 'ip4.dst[28..31] == 0xe'),
];

/** The symbols of logical flows. Mirrors `symtab_init()`. */
export const SYMBOLS = defineSymbols([
  ...LOGICAL_PORTS,
  ...LOGICAL_REGISTERS,
  ...CONNECTION_STATE,
  ...PACKET_SYMBOLS,
  ...GROUP_ADDRESSES,
]);
