/** Lists the actions in messages, with their numbers, their sizes, and their decoders. */

import { ETH_TYPE } from '../../lib/protocol-numbers.js';
import {
  BUNDLE_ALGORITHMS,
  CONTROLLER_REASONS,
  HASH_FIELDS,
  MULTIPATH_ALGORITHMS,
  type OfAction,
  type Subfield,
} from '../model/actions.js';
import { OpenFlowError } from '../model/errors.js';
import { lowBits } from '../model/fields.js';
import { PORT, portFromOf11 } from '../model/openflow-ports.js';
import { OPENFLOW_VERSIONS, type OpenFlowVersion } from '../model/protocols.js';
import { checkOutputPort } from '../rules/check-against-match.js';
import { checkNesting } from '../rules/check-nesting.js';
import { BAD_ACTION, type TextLog } from '../values/text-log.js';
import { type ActionCode, CODE, type CodedAction, codeIn } from './action-codes.js';
import type { ByteReader } from './byte-reader.js';
import { takeEntry, takeField } from './decode-fields.js';
import { decodeLearn } from './decode-learn.js';
import {
  badArgument,
  checkDestination,
  checkSource,
  requireZeros,
  takeNarrowField,
  takeSubfield,
} from './decode-subfields.js';
import { FTP } from './encode-actions.js';

/** The context for decoding an action. */
export interface ActionDecoder {
  readonly version: OpenFlowVersion;
  readonly log: TextLog;
  decodeNested(bytes: Uint8Array): OfAction[];
}

/** The form of an action in messages. */
export interface ActionForm {
  /** The name in warnings. */
  readonly name: string;
  /** The size, or the minimum size of an action with a variable length. */
  bytes(version: OpenFlowVersion): number;
  readonly isOpen: boolean;
  /** The first version that would use a `set_field` instead. */
  readonly deprecated?: OpenFlowVersion;
  /** Decodes the bytes after the header. */
  decode(body: ByteReader, decoder: ActionDecoder): OfAction;
}

type Decode = ActionForm['decode'];

interface FormRow extends ActionForm {
  /** The number of the action, if the version has it. */
  code(version: OpenFlowVersion): ActionCode | undefined;
}

const name = (code: ActionCode, suffix: string): string =>
  `${'standard' in code ? 'OFPAT' : 'NXAST'}_${suffix}`;

/** Returns the form of an action that has the same name in all versions. */
function row(
  suffix: string,
  type: CodedAction | ActionCode,
  bytes: number | ((version: OpenFlowVersion) => number),
  decode: Decode,
  rest: Partial<Pick<FormRow, 'deprecated' | 'isOpen' | 'name'>> & {
    readonly versions?: readonly [first: OpenFlowVersion, last: OpenFlowVersion];
  } = {},
): FormRow {
  const { versions: [first, last] = [10, 15], ...others } = rest;
  const code = (version: OpenFlowVersion): ActionCode | undefined =>
    version < first || version > last
      ? undefined
      : typeof type === 'string'
        ? codeIn(type, version)
        : type;
  const known = code(11) ?? code(last) ?? code(first);
  return {
    name: known === undefined ? suffix : name(known, suffix),
    code,
    bytes: typeof bytes === 'number' ? () => bytes : bytes,
    isOpen: false,
    ...others,
    decode,
  };
}

/**
 * Returns the size of an action that OpenFlow 1.0 has only as an extension, with a longer header.
 */
const extended =
  (of10: number, of11: number) =>
  (version: OpenFlowVersion): number =>
    version === 10 ? of10 : of11;

const SET_FIELD_DEPRECATED = { deprecated: 12 } as const;

const take = (body: ByteReader, bytes: number): number => body.uint(bytes);

/** Reads an argument that is aligned to its size. */
const aligned = (body: ByteReader, bytes: number): bigint => {
  body.skip((bytes - (body.at % bytes)) % bytes);
  return body.big(bytes);
};

const argument =
  (bytes: number, make: (value: number) => OfAction): Decode =>
  (body) =>
    make(Number(aligned(body, bytes)));

const plain =
  (action: OfAction): Decode =>
  () =>
    action;

/** Returns the word with this number. */
function word<Word extends string>(
  words: readonly Word[],
  number: number,
  what: string,
  log: TextLog,
): Word {
  const found = words[number];
  if (found !== undefined) return found;
  log('WARN', 'ofp_actions', `unsupported ${what} ${number}`, BAD_ACTION);
  return badArgument();
}

const output: Decode = (body, { version }) => {
  const port = version === 10 ? take(body, 2) : portFromOf11(take(body, 4));
  const maxLen = take(body, 2);
  if (port === undefined) throw new OpenFlowError('OFPBAC_BAD_OUT_PORT');
  checkOutputPort(port);
  const keeps = port === PORT.CONTROLLER || maxLen !== 0;
  return keeps ? { type: 'output', port, maxLen } : { type: 'output', port };
};

const enqueue: Decode = (body) => {
  const port = take(body, 2);
  body.skip(6);
  return { type: 'enqueue', port, queue: take(body, 4) };
};

const controller: Decode = (body) => {
  const maxLen = take(body, 2);
  const id = take(body, 2);
  const reason = CONTROLLER_REASONS[take(body, 1)] ?? badArgument();
  return { type: 'controller', maxLen, reason, id };
};

const outputReg: Decode = (body, { log }) => {
  const packed = take(body, 2);
  const source = takeNarrowField(body, packed);
  const maxLen = take(body, 2);
  if (!body.restIsZero()) badArgument();
  return { type: 'output_reg', source: checkSource(source, log), maxLen };
};

const outputReg2: Decode = (body, { log }) => {
  const packed = take(body, 2);
  const maxLen = take(body, 2);
  const source = takeSubfield(body, packed, log);
  requireZeros(body);
  return { type: 'output_reg', source: checkSource(source, log), maxLen };
};

const vlanVid: Decode = (body, { version }) => {
  const vid = take(body, 2);
  if (vid > 0xfff) badArgument();
  return { type: 'set_vlan_vid', vid, pushIfNeeded: version === 10 };
};

const vlanPcp: Decode = (body, { version }) => {
  const pcp = take(body, 1);
  if (pcp > 7) badArgument();
  return { type: 'set_vlan_pcp', pcp, pushIfNeeded: version === 10 };
};

const pushVlan: Decode = (body) => {
  const etherType = take(body, 2);
  return etherType === ETH_TYPE.VLAN ? { type: 'push_vlan', etherType } : badArgument();
};

const byte = (type: 'mod_nw_tos' | 'mod_nw_ecn', allowed: number): Decode =>
  argument(1, (value) => ((value & ~allowed) === 0 ? { type, value } : badArgument()));

const setField =
  (mayMask: boolean): Decode =>
  (body, { log }) => {
    const { field, value, mask, masked } = takeEntry(body, log);
    if (masked && !mayMask) throw new OpenFlowError('OFPBAC_BAD_SET_MASK');
    if (field === undefined) throw new OpenFlowError('OFPBMC_BAD_FIELD');
    if (!body.restIsZero()) throw new OpenFlowError('OFPBAC_BAD_SET_ARGUMENT');
    return { type: 'set_field', field: field.name, value, mask };
  };

const load2: Decode = (body, { log }) => {
  const { field, value, mask } = takeEntry(body, log);
  if (field === undefined) throw new OpenFlowError('OFPBMC_BAD_FIELD');
  if (!body.restIsZero()) throw new OpenFlowError('OFPBAC_BAD_SET_ARGUMENT');
  return { type: 'set_field', field: field.name, value, mask, extension: true };
};

const load: Decode = (body, { log }) => {
  const packed = take(body, 2);
  const destination = checkDestination(takeNarrowField(body, packed), log);
  const value = body.big(8);
  if (value > lowBits(destination.width)) badArgument();
  return { type: 'load', destination, value };
};

const copy =
  (padding: number): Decode =>
  (body, { log }) => {
    const width = take(body, 2);
    const [from, to] = [take(body, 2), take(body, 2)];
    body.skip(padding);
    const source = { field: takeField(body, log), offset: from, width };
    const destination = { field: takeField(body, log), offset: to, width };
    requireZeros(body);
    return {
      type: 'move',
      source: checkSource(source, log),
      destination: checkDestination(destination, log),
    };
  };

const stack =
  (type: 'push' | 'pop'): Decode =>
  (body, { log }) => {
    const offset = take(body, 2);
    const field = takeField(body, log);
    const part = { field, offset, width: take(body, 2) };
    requireZeros(body);
    const subfield = type === 'push' ? checkSource(part, log) : checkDestination(part, log);
    return { type, subfield };
  };

const decTtlControllers: Decode = (body, { log }) => {
  const count = take(body, 2);
  if (take(body, 4) !== 0) throw new OpenFlowError('NXBRC_MUST_BE_ZERO');
  if (body.left < 2 * count) {
    const why = `Nicira action dec_ttl_cnt_ids only has ${body.left} bytes allocated for controller ids.  ${2 * count} bytes are required for ${count} controllers.`;
    log('WARN', 'ofp_actions', why, BAD_ACTION);
    throw new OpenFlowError('OFPBAC_BAD_LEN');
  }
  const controllers = Array.from({ length: count }, () => take(body, 2));
  return { type: 'dec_ttl', controllers, listed: true };
};

const resubmitTable: Decode = (body) => {
  const inPort = take(body, 2);
  const table = take(body, 1);
  if (!body.restIsZero()) badArgument();
  return {
    type: 'resubmit',
    ...(inPort === PORT.IN_PORT ? {} : { inPort }),
    ...(table === 255 ? {} : { table }),
  };
};

const conjunction: Decode = (body) => {
  const clause = take(body, 1);
  const clauses = take(body, 1);
  const id = take(body, 4);
  if (clauses < 2 || clauses > 64 || clause >= clauses) {
    throw new OpenFlowError('NXBAC_BAD_CONJUNCTION');
  }
  return { type: 'conjunction', id, clause, clauses };
};

const multipath: Decode = (body, { log }) => {
  const fields = word(HASH_FIELDS, take(body, 2), 'fields', log);
  const basis = take(body, 2);
  body.skip(2);
  const algorithm = word(MULTIPATH_ALGORITHMS, take(body, 2), 'algorithm', log);
  const links = take(body, 2) + 1;
  const arg = take(body, 4);
  body.skip(2);
  const packed = take(body, 2);
  const destination = takeNarrowField(body, packed);
  return {
    type: 'multipath',
    fields,
    basis,
    algorithm,
    links,
    argument: arg,
    destination: checkDestination(destination, log),
  };
};

const MAX_BUNDLE_PORTS = 2048;

const bundle =
  (loads: boolean): Decode =>
  (body, { log }) => {
    const warn = (why: string): void => log('WARN', 'ofp_actions', why, BAD_ACTION);
    const algorithm = word(BUNDLE_ALGORITHMS, take(body, 2), 'algorithm', log);
    const fields = word(HASH_FIELDS, take(body, 2), 'fields', log);
    const basis = take(body, 2);
    const portType = takeNarrowField(body, 0).field;
    const count = take(body, 2);
    const packed = take(body, 2);
    const target = takeNarrowField(body, packed);
    if (count > MAX_BUNDLE_PORTS) {
      warn('too many slaves');
      badArgument();
    }
    if (portType?.name !== 'in_port') badArgument();
    if (take(body, 4) !== 0) {
      warn('reserved field is nonzero');
      badArgument();
    }
    if (!loads && (packed !== 0 || target.field !== undefined)) {
      warn('bundle action has nonzero reserved fields');
      badArgument();
    }
    if (body.left < 2 * count) {
      const action = loads ? 'bundle_load' : 'bundle';
      warn(
        `Nicira action ${action} only has ${body.left} bytes allocated for slaves.  ${2 * count} bytes are required for ${count} slaves.`,
      );
      throw new OpenFlowError('OFPBAC_BAD_LEN');
    }
    const ports = Array.from({ length: count }, () => take(body, 2));
    return {
      type: 'bundle',
      fields,
      basis,
      algorithm,
      ports,
      ...(loads ? { destination: checkDestination(target, log) } : {}),
    };
  };

const sample: Decode = (body) => ({
  type: 'sample',
  probability: take(body, 2) || badArgument(),
  collectorSet: take(body, 4),
  observationDomain: take(body, 4),
  observationPoint: take(body, 4),
});

const CT_COMMIT = 1;
const NO_TABLE = 255;

const ct: Decode = (body, { log, decodeNested }) => {
  const commit = (take(body, 2) & CT_COMMIT) !== 0;
  const zoneField = body.part(4);
  const zoneBits = take(body, 2);
  const table = take(body, 1);
  body.skip(3);
  const alg = take(body, 2);
  const hasField = zoneField.rest().some((octet) => octet !== 0);
  const zone: number | Subfield = hasField
    ? checkSource(takeNarrowField(zoneField, zoneBits), log)
    : zoneBits;
  const exec = decodeNested(body.bytes(body.left));
  checkNesting(exec, log, 'ct');
  return {
    type: 'ct',
    commit,
    zone,
    ...(table === NO_TABLE ? {} : { table }),
    ...(alg === FTP ? { alg: 'ftp' } : {}),
    exec,
  };
};

const writeMetadata: Decode = (body) => {
  if (body.uint(6) !== 0) throw new OpenFlowError('NXBRC_MUST_BE_ZERO');
  return { type: 'write_metadata', value: body.big(8), mask: body.big(8) };
};

const ROWS: readonly FormRow[] = [
  row('OUTPUT', 'output', extended(8, 16), output),
  row('SET_VLAN_VID', 'set_vlan_vid', 8, vlanVid, SET_FIELD_DEPRECATED),
  row('SET_VLAN_PCP', 'set_vlan_pcp', 8, vlanPcp, SET_FIELD_DEPRECATED),
  row('STRIP_VLAN', 'strip_vlan', 8, (_, { version }) =>
    version === 10 ? { type: 'strip_vlan' } : { type: 'strip_vlan', pop: true },
  ),
  row('PUSH_VLAN', 'push_vlan', 8, pushVlan),
  row(
    'SET_DL_SRC',
    'mod_dl_src',
    16,
    (body) => ({ type: 'mod_dl_src', mac: body.big(6) }),
    SET_FIELD_DEPRECATED,
  ),
  row(
    'SET_DL_DST',
    'mod_dl_dst',
    16,
    (body) => ({ type: 'mod_dl_dst', mac: body.big(6) }),
    SET_FIELD_DEPRECATED,
  ),
  row(
    'SET_NW_SRC',
    'mod_nw_src',
    8,
    argument(4, (ip) => ({ type: 'mod_nw_src', ip })),
    SET_FIELD_DEPRECATED,
  ),
  row(
    'SET_NW_DST',
    'mod_nw_dst',
    8,
    argument(4, (ip) => ({ type: 'mod_nw_dst', ip })),
    SET_FIELD_DEPRECATED,
  ),
  row('SET_NW_TOS', 'mod_nw_tos', 8, byte('mod_nw_tos', 0xfc), SET_FIELD_DEPRECATED),
  row('SET_NW_ECN', 'mod_nw_ecn', 8, byte('mod_nw_ecn', 3), SET_FIELD_DEPRECATED),
  row(
    'SET_NW_TTL',
    'mod_nw_ttl',
    8,
    argument(1, (value) => ({ type: 'mod_nw_ttl', value })),
  ),
  row(
    'SET_TP_SRC',
    'mod_tp_src',
    8,
    argument(2, (port) => ({ type: 'mod_tp_src', port })),
    SET_FIELD_DEPRECATED,
  ),
  row(
    'SET_TP_DST',
    'mod_tp_dst',
    8,
    argument(2, (port) => ({ type: 'mod_tp_dst', port })),
    SET_FIELD_DEPRECATED,
  ),
  row('ENQUEUE', 'enqueue', 16, enqueue),
  row(
    'SET_MPLS_LABEL',
    'set_mpls_label',
    extended(16, 8),
    argument(4, (label) => ({ type: 'set_mpls_label', label })),
    SET_FIELD_DEPRECATED,
  ),
  row(
    'SET_MPLS_TC',
    'set_mpls_tc',
    extended(16, 8),
    argument(1, (value) => ({ type: 'set_mpls_tc', value })),
    SET_FIELD_DEPRECATED,
  ),
  row(
    'SET_MPLS_TTL',
    'set_mpls_ttl',
    extended(16, 8),
    argument(1, (value) => ({ type: 'set_mpls_ttl', value })),
    SET_FIELD_DEPRECATED,
  ),
  row('DEC_MPLS_TTL', 'dec_mpls_ttl', extended(16, 8), plain({ type: 'dec_mpls_ttl' })),
  row(
    'PUSH_MPLS',
    'push_mpls',
    extended(16, 8),
    argument(2, (etherType) => ({ type: 'push_mpls', etherType })),
  ),
  row(
    'POP_MPLS',
    'pop_mpls',
    extended(16, 8),
    argument(2, (etherType) => ({ type: 'pop_mpls', etherType })),
  ),
  row(
    'SET_QUEUE',
    'set_queue',
    extended(16, 8),
    argument(4, (queue) => ({ type: 'set_queue', queue })),
  ),
  row(
    'GROUP',
    'group',
    8,
    argument(4, (group) => ({ type: 'group', group })),
  ),
  row('DEC_NW_TTL', CODE.decTtl10, 16, plain({ type: 'dec_ttl', controllers: [0] }), {
    versions: [10, 10],
  }),
  row('DEC_NW_TTL', CODE.decTtl11, 8, plain({ type: 'dec_ttl', controllers: [0] }), {
    versions: [11, 15],
  }),
  row('DEC_TTL_CNT_IDS', CODE.decTtlControllers, 16, decTtlControllers, { isOpen: true }),
  row('SET_FIELD', CODE.setField, 8, setField(false), { isOpen: true, versions: [12, 14] }),
  row('SET_FIELD', CODE.setField, 8, setField(true), { isOpen: true, versions: [15, 15] }),
  row('REG_LOAD', 'load', 24, load, { versions: [10, 14] }),
  row('REG_LOAD2', CODE.load2, 16, load2, { isOpen: true, versions: [10, 14] }),
  row('REG_MOVE', 'move', 16, copy(0), { isOpen: true, versions: [10, 14] }),
  row('COPY_FIELD', CODE.copyField15, 16, copy(2), { isOpen: true, versions: [15, 15] }),
  row(
    'RESUBMIT',
    CODE.resubmit,
    16,
    argument(2, (inPort) => ({
      type: 'resubmit',
      ...(inPort === PORT.IN_PORT ? {} : { inPort }),
    })),
  ),
  row('RESUBMIT_TABLE', CODE.resubmitTable, 16, resubmitTable),
  row('SET_TUNNEL', CODE.setTunnel, 16, (body) => ({
    type: 'set_tunnel',
    id: aligned(body, 4),
    wide: false,
  })),
  row('SET_TUNNEL64', CODE.setTunnel64, 24, (body) => ({
    type: 'set_tunnel',
    id: aligned(body, 8),
    wide: true,
  })),
  row('POP_QUEUE', 'pop_queue', 16, plain({ type: 'pop_queue' })),
  row('NOTE', 'note', 16, (body) => ({ type: 'note', data: body.bytes(body.left).slice() }), {
    isOpen: true,
  }),
  row('MULTIPATH', 'multipath', 32, multipath),
  row('BUNDLE', CODE.bundle, 32, bundle(false), { isOpen: true }),
  row('BUNDLE_LOAD', CODE.bundleLoad, 32, bundle(true), { isOpen: true }),
  row('OUTPUT_REG', CODE.outputReg, 24, outputReg),
  row('OUTPUT_REG2', CODE.outputReg2, 24, outputReg2),
  row('LEARN', 'learn', 32, (body, { log }) => decodeLearn(body, log), { isOpen: true }),
  row('EXIT', 'exit', 16, plain({ type: 'exit' })),
  row('FIN_TIMEOUT', 'fin_timeout', 16, (body) => ({
    type: 'fin_timeout',
    idle: take(body, 2),
    hard: take(body, 2),
  })),
  row('CONTROLLER', 'controller', 16, controller),
  row('WRITE_METADATA', 'write_metadata', 32, writeMetadata),
  row('STACK_PUSH', 'push', 24, stack('push')),
  row('STACK_POP', 'pop', 24, stack('pop')),
  row('SAMPLE', 'sample', 24, sample),
  row('CONJUNCTION', 'conjunction', 16, conjunction),
  row('CT', 'ct', 24, ct, { isOpen: true }),
  row('DEBUG_RECIRC', 'debug_recirc', 16, plain({ type: 'debug_recirc' })),
];

/** The extension by which OpenFlow 1.3 and 1.4 copy fields (`ONFACT_RAW13_COPY_FIELD`). */
const ONF_COPY_FIELD: ActionForm = {
  name: 'ONFACT_COPY_FIELD',
  bytes: () => 24,
  isOpen: true,
  decode(body, decoder) {
    body.skip(2);
    return copy(2)(body, decoder);
  },
};

/** The forms of each version by `standard N`, `nicira N` or `onf N`. */
export const ACTION_FORMS: ReadonlyMap<OpenFlowVersion, ReadonlyMap<string, ActionForm>> = new Map(
  OPENFLOW_VERSIONS.map((version) => {
    const forms = ROWS.flatMap((form): [string, ActionForm][] => {
      const code = form.code(version);
      if (code === undefined) return [];
      return [['standard' in code ? `standard ${code.standard}` : `nicira ${code.nicira}`, form]];
    });
    const onf: [string, ActionForm][] =
      version === 13 || version === 14 ? [['onf 3200', ONF_COPY_FIELD]] : [];
    return [version, new Map([...forms, ...onf])];
  }),
);
