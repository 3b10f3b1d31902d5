/** Generates arbitrary matches that packets can satisfy. */

import fc from 'fast-check';
import {
  ALL_FIELDS,
  type Field,
  type FieldName,
  lowBits,
} from '../../src/openflow/model/fields.js';
import { Match } from '../../src/openflow/model/match.js';
import { CT_STATE_FLAGS } from '../../src/openflow/values/flag-sets.js';

type Setting = readonly [field: FieldName, value: bigint];

/** The requirements on packets of a kind, which have the fields of that kind. */
const KINDS: readonly (readonly Setting[])[] = [
  [],
  [['eth_type', 0x1234n]],
  [['eth_type', 0x0800n]],
  [
    ['eth_type', 0x0800n],
    ['nw_proto', 1n],
  ],
  [
    ['eth_type', 0x0800n],
    ['nw_proto', 6n],
  ],
  [
    ['eth_type', 0x0800n],
    ['nw_proto', 17n],
  ],
  [
    ['eth_type', 0x86ddn],
    ['nw_proto', 132n],
  ],
  [['eth_type', 0x86ddn]],
  [
    ['eth_type', 0x86ddn],
    ['nw_proto', 6n],
  ],
  [
    ['eth_type', 0x86ddn],
    ['nw_proto', 58n],
    ['icmpv6_type', 135n],
    ['icmpv6_code', 0n],
  ],
  [
    ['eth_type', 0x86ddn],
    ['nw_proto', 58n],
    ['icmpv6_type', 136n],
    ['icmpv6_code', 0n],
  ],
  [['eth_type', 0x0806n]],
  [['eth_type', 0x8847n]],
  [['vlan_tci', 0x1005n]],
];

/** The fields that have other names too, or that decide the kind of a packet. */
const LEFT_OUT: ReadonlySet<string> = new Set(KINDS.flat().map(([field]) => field));

const CHOICE = ALL_FIELDS.filter(
  ({ name, headers, variableLength }) =>
    headers.length > 0 && !variableLength && !LEFT_OUT.has(name) && name !== 'ip_frag',
);

/** The bits of a field that have a meaning. */
const meaningful = ({ name, bits }: Field): bigint =>
  name === 'ct_state' ? CT_STATE_FLAGS.allowed : lowBits(bits);

interface Requirement {
  readonly field: Field;
  readonly value: bigint;
  readonly mask?: bigint;
}

const REQUIREMENT: fc.Arbitrary<Requirement> = fc.constantFrom(...CHOICE).chain((field) =>
  fc
    .tuple(
      fc.bigInt(0n, lowBits(field.bits)),
      fc.option(fc.bigInt(1n, lowBits(field.bits)), { freq: 1 }),
    )
    .map(([value, mask]) => {
      const known = value & meaningful(field);
      const partial = field.maskable && mask !== null ? mask & meaningful(field) : 0n;
      return partial === 0n
        ? { field, value: known }
        : { field, value: known & partial, mask: partial };
    }),
);

function satisfiable(kind: readonly Setting[], requirements: readonly Requirement[]): Match {
  let match = Match.ANY;
  for (const [field, value] of kind) match = match.with(field, value);
  for (const { field, value, mask } of requirements) {
    if (!match.satisfies(field.prerequisite)) continue;
    match = match.with(field.name, value, mask);
  }
  return match;
}

/** A match on some kind of packet and a few of the fields that it has. */
export const MATCH: fc.Arbitrary<Match> = fc
  .tuple(fc.constantFrom(...KINDS), fc.array(REQUIREMENT, { maxLength: 5 }))
  .map(([kind, requirements]) => satisfiable(kind, requirements));
