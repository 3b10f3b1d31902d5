/** Generates arbitrary actions and instructions that parsers can return. */

import fc from 'fast-check';
import {
  BUNDLE_ALGORITHMS,
  CONTROLLER_REASONS,
  HASH_FIELDS,
  type LearnSpec,
  MULTIPATH_ALGORITHMS,
  type OfAction,
  type Subfield,
} from '../../src/openflow/model/actions.js';
import { ALL_FIELDS, type Field, lowBits } from '../../src/openflow/model/fields.js';
import { PORT } from '../../src/openflow/model/openflow-ports.js';
import { isValueValid } from '../../src/openflow/values/field-values.js';

const u8 = fc.nat(0xff);
const u16 = fc.nat(0xffff);
const u32 = fc.bigInt(0n, 0xffffffffn).map(Number);
const u64 = fc.bigInt(0n, lowBits(64));
const mac = fc.bigInt(0n, lowBits(48));

/** Ports that packets can go out by. */
const outPort = fc.oneof(
  fc.integer({ min: 0, max: 0xfeff }),
  fc.integer({ min: 0xfff8, max: 0xfffe }),
);

/** Fields that have a header of 32 bits and a value of fixed width. */
const SIMPLE = ALL_FIELDS.filter(
  ({ variableLength, headers }) => !variableLength && headers[0]?.vendor === 0,
);
const WRITABLE = SIMPLE.filter(({ writable }) => writable);

const partOf = (field: Field, minWidth = 1): fc.Arbitrary<Subfield> =>
  fc
    .integer({ min: minWidth, max: Math.min(field.bits, 64) })
    .chain((width) =>
      fc
        .integer({ min: 0, max: field.bits - width })
        .map((offset) => ({ field: field.name, offset, width })),
    );

const subfield = (fields: readonly Field[], minWidth = 1): fc.Arbitrary<Subfield> =>
  fc
    .constantFrom(...fields.filter(({ bits }) => bits >= minWidth))
    .chain((field) => partOf(field, minWidth));

/** Two subfields of the same width. */
const pair = fc.tuple(subfield(SIMPLE), fc.constantFrom(...WRITABLE)).chain(([source, target]) => {
  const width = Math.min(source.width, target.bits);
  return fc.integer({ min: 0, max: target.bits - width }).map((offset) => ({
    source: { ...source, width },
    destination: { field: target.name, offset, width },
  }));
});

const fitting = ({ width }: Subfield): fc.Arbitrary<bigint> => fc.bigInt(0n, lowBits(width));

const load = subfield(WRITABLE).chain((destination) =>
  fitting(destination).map((value): OfAction => ({ type: 'load', destination, value })),
);

/** Sets a whole field to a valid value. */
const setField = fc
  .constantFrom(...WRITABLE.filter(({ name }) => name !== 'in_port_oxm'))
  .chain((field) =>
    fc
      .bigInt(0n, lowBits(field.bits))
      .map((value) => (field.name === 'vlan_vid' ? value | 0x1000n : value))
      .filter((value) => isValueValid(field.name, value))
      .map(
        (value): OfAction => ({
          type: 'set_field',
          field: field.name,
          value,
          mask: lowBits(8 * field.bytes),
        }),
      ),
  );

const learnSpec: fc.Arbitrary<LearnSpec> = fc.oneof(
  pair.map((ends): LearnSpec => ({ type: 'match', ...ends })),
  pair.map((ends): LearnSpec => ({ type: 'load', ...ends })),
  subfield(WRITABLE).chain((destination) =>
    fitting(destination).map((source): LearnSpec => ({ type: 'load', destination, source })),
  ),
  subfield(SIMPLE).map((source): LearnSpec => ({ type: 'output', source })),
);

const learn = fc
  .record({
    table: fc.nat(254),
    priority: u16,
    cookie: u64,
    idleTimeout: u16,
    hardTimeout: u16,
    finIdleTimeout: u16,
    finHardTimeout: u16,
    sendFlowRemoved: fc.boolean(),
    deleteLearned: fc.boolean(),
    specs: fc.array(learnSpec, { maxLength: 3 }),
  })
  .map((parts): OfAction => ({ type: 'learn', ...parts }));

const choice = { fields: fc.constantFrom(...HASH_FIELDS), basis: u16 };

const bundle = fc
  .record(
    {
      ...choice,
      algorithm: fc.constantFrom(...BUNDLE_ALGORITHMS),
      ports: fc.array(fc.nat(0xfeff), { maxLength: 5 }),
      destination: subfield(WRITABLE, 16),
    },
    { requiredKeys: ['fields', 'basis', 'algorithm', 'ports'] },
  )
  .map((parts): OfAction => ({ type: 'bundle', ...parts }));

const multipath = fc
  .record({
    ...choice,
    algorithm: fc.constantFrom(...MULTIPATH_ALGORITHMS),
    links: fc.integer({ min: 1, max: 0xffff }),
    argument: u32,
    destination: subfield(WRITABLE, 16),
  })
  .map((parts): OfAction => ({ type: 'multipath', ...parts }));

const ct = fc
  .record(
    {
      commit: fc.constant(true),
      zone: fc.oneof(
        u16,
        subfield(SIMPLE, 16).map((part) => ({ ...part, width: 16 })),
      ),
      table: fc.nat(254),
      alg: fc.constant('ftp' as const),
      exec: fc.array(
        fc.bigInt(0n, lowBits(32)).map(
          (value): OfAction => ({
            type: 'load',
            destination: { field: 'ct_mark', offset: 0, width: 32 },
            value,
          }),
        ),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['commit', 'zone', 'exec'] },
  )
  .map((parts): OfAction => ({ type: 'ct', ...parts }));

/** One action, no instruction. */
export const ACTION: fc.Arbitrary<OfAction> = fc.oneof(
  outPort.map(
    (port): OfAction =>
      port === PORT.CONTROLLER ? { type: 'output', port, maxLen: 128 } : { type: 'output', port },
  ),
  fc.record({ group: fc.nat(0xffffff) }).map((parts): OfAction => ({ type: 'group', ...parts })),
  fc
    .record({ maxLen: u16, reason: fc.constantFrom(...CONTROLLER_REASONS), id: u16 })
    .map((parts): OfAction => ({ type: 'controller', ...parts })),
  fc
    .record({ port: fc.nat(0xfeff), queue: u32 })
    .map((parts): OfAction => ({ type: 'enqueue', ...parts })),
  subfield(SIMPLE).map((source): OfAction => ({ type: 'output_reg', source, maxLen: 0xffff })),
  bundle,
  setField,
  load,
  fc
    .record({ vid: fc.nat(0xfff), pushIfNeeded: fc.boolean() })
    .map((parts): OfAction => ({ type: 'set_vlan_vid', ...parts })),
  fc
    .record({ pcp: fc.nat(7), pushIfNeeded: fc.boolean() })
    .map((parts): OfAction => ({ type: 'set_vlan_pcp', ...parts })),
  fc.constant<OfAction>({ type: 'strip_vlan' }),
  fc.constant<OfAction>({ type: 'push_vlan', etherType: 0x8100 }),
  fc
    .record({ type: fc.constantFrom('mod_dl_src' as const, 'mod_dl_dst' as const), mac })
    .map((action): OfAction => action),
  fc
    .record({ type: fc.constantFrom('mod_nw_src' as const, 'mod_nw_dst' as const), ip: u32 })
    .map((action): OfAction => action),
  fc.nat(63).map((dscp): OfAction => ({ type: 'mod_nw_tos', value: dscp << 2 })),
  fc.nat(3).map((value): OfAction => ({ type: 'mod_nw_ecn', value })),
  u8.map((value): OfAction => ({ type: 'mod_nw_ttl', value })),
  fc
    .record({ type: fc.constantFrom('mod_tp_src' as const, 'mod_tp_dst' as const), port: u16 })
    .map((action): OfAction => action),
  pair.map((ends): OfAction => ({ type: 'move', ...ends })),
  subfield(SIMPLE).map((part): OfAction => ({ type: 'push', subfield: part })),
  subfield(WRITABLE).map((part): OfAction => ({ type: 'pop', subfield: part })),
  fc.array(u16, { minLength: 1, maxLength: 4 }).map(
    (controllers): OfAction => ({
      type: 'dec_ttl',
      controllers,
      ...(controllers.length === 1 && controllers[0] === 0 ? {} : { listed: true }),
    }),
  ),
  fc.nat(0xfffff).map((label): OfAction => ({ type: 'set_mpls_label', label })),
  fc.nat(7).map((value): OfAction => ({ type: 'set_mpls_tc', value })),
  u8.map((value): OfAction => ({ type: 'set_mpls_ttl', value })),
  fc.constant<OfAction>({ type: 'dec_mpls_ttl' }),
  fc.constantFrom(0x8847, 0x8848).map((etherType): OfAction => ({ type: 'push_mpls', etherType })),
  u16.map((etherType): OfAction => ({ type: 'pop_mpls', etherType })),
  fc
    .tuple(u64, fc.boolean())
    .map(([id, wide]): OfAction => ({ type: 'set_tunnel', id, wide: wide || id > 0xffffffffn })),
  u32.map((queue): OfAction => ({ type: 'set_queue', queue })),
  fc.constant<OfAction>({ type: 'pop_queue' }),
  fc.record({ idle: u16, hard: u16 }).map((parts): OfAction => ({ type: 'fin_timeout', ...parts })),
  fc
    .record({ inPort: fc.nat(0xfeff), table: fc.nat(254) }, { requiredKeys: ['inPort'] })
    .map((parts): OfAction => ({ type: 'resubmit', ...parts })),
  fc.nat(254).map((table): OfAction => ({ type: 'resubmit', table })),
  learn,
  multipath,
  fc.uint8Array({ minLength: 1, maxLength: 12 }).map((data): OfAction => ({ type: 'note', data })),
  fc.constant<OfAction>({ type: 'exit' }),
  fc
    .record({
      probability: fc.integer({ min: 1, max: 0xffff }),
      collectorSet: u32,
      observationDomain: u32,
      observationPoint: u32,
    })
    .map((parts): OfAction => ({ type: 'sample', ...parts })),
  ct,
);

/** A list of actions. */
export const ACTIONS: fc.Arbitrary<readonly OfAction[]> = fc.array(ACTION, { maxLength: 6 });

/** Actions and instructions of a flow, in order. */
export const INSTRUCTIONS: fc.Arbitrary<readonly OfAction[]> = fc
  .tuple(
    fc.option(
      u16.map((meter): OfAction => ({ type: 'meter', meter: meter + 1 })),
      { nil: undefined },
    ),
    ACTIONS,
    fc.option(fc.constant<OfAction>({ type: 'clear_actions' }), { nil: undefined }),
    fc.option(
      fc
        .constantFrom<OfAction>({ type: 'output', port: 3 }, { type: 'group', group: 7 })
        .map((action): OfAction => ({ type: 'write_actions', actions: [action] })),
      { nil: undefined },
    ),
    fc.option(
      fc
        .record({ value: u64, mask: u64 })
        .map((parts): OfAction => ({ type: 'write_metadata', ...parts })),
      { nil: undefined },
    ),
    fc.option(
      fc.nat(253).map((table): OfAction => ({ type: 'goto_table', table })),
      { nil: undefined },
    ),
  )
  .map(([meter, actions, ...rest]) =>
    [meter, ...actions, ...rest].filter((action) => action !== undefined),
  );
