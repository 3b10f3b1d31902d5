/** The symbols and ports of `ovstest test-ovn`. */
import { defineSymbols, field, string, subfield } from '../../expr/define-symbols.js';
import type { PortLookup } from '../../expr/matches.js';
import { PACKET_SYMBOLS } from '../../expr/packet-symbols.js';
import { PORT } from '../../openflow/model/openflow-ports.js';

/** The registers that encoded actions use implicitly. */
export const TEST_FIELDS = { inport: 'reg6', ctZone: 'reg5' } as const;

/**
 * The symbols of the test program: registers as parts of larger fields, and some that are wrong on
 * purpose to show the error messages.
 */
export const TEST_SYMTAB = defineSymbols([
  string('inport', TEST_FIELDS.inport),
  string('outport', 'reg7'),

  field('xreg0', 'xreg0'),
  field('xreg1', 'xreg1'),
  field('xreg2', 'xreg2'),
  subfield('reg0', 'xreg0[32..63]'),
  subfield('reg1', 'xreg0[0..31]'),
  subfield('reg2', 'xreg1[32..63]'),
  subfield('reg3', 'xreg1[0..31]'),
  subfield('reg4', 'xreg2[32..63]'),
  subfield('reg5', 'xreg2[0..31]'),

  ...PACKET_SYMBOLS,

  field('bad_prereq', 'xreg0', 'xyzzy'),
  field('self_recurse', 'xreg0', 'self_recurse != 0'),
  field('mutual_recurse_1', 'xreg0', 'mutual_recurse_2 != 0'),
  field('mutual_recurse_2', 'xreg0', 'mutual_recurse_1 != 0'),
  string('big_string', 'xreg0'),
]);

/** The ports of the test program. */
const TEST_PORTS: ReadonlyMap<string, number> = new Map([
  ['eth0', 5],
  ['eth1', 6],
  ['LOCAL', PORT.LOCAL],
]);

export const lookupTestPort: PortLookup = (name) => TEST_PORTS.get(name);
