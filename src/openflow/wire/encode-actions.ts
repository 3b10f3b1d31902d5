/** Encodes actions, which must be converted already (`convert-actions.ts`). Mirrors `ofpacts_put_openflow_actions()`. */
import { CONTROLLER_REASONS, type OfAction } from '../model/actions.js';
import { FIELDS, fullMask } from '../model/fields.js';
import { PORT, portToOf11 } from '../model/openflow-ports.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { type ActionCode, actionCode, CODE } from './action-codes.js';
import { ByteWriter } from './byte-writer.js';
import { putBundle, putMultipath } from './encode-choice.js';
import { putLearn } from './encode-learn.js';
import {
  hasShortHeader,
  offsetAndWidth,
  putField,
  putFieldHeader,
  putShortHeader,
} from './field-bytes.js';

/** The type of extension actions, and the vendor of those of Open vSwitch. */
export const EXPERIMENTER = 0xffff;
export const NICIRA = 0x2320;

/** The offsets of the arguments of actions. */
const STANDARD_HEADER = 4;
const NICIRA_HEADER = 10;

/** The number of an action, and the function that writes its arguments. */
type Form = readonly [code: ActionCode, body?: (out: ByteWriter) => void];

type ActionOf<T extends OfAction['type']> = Extract<OfAction, { readonly type: T }>;

/** Writes an action: header, arguments and padding. */
function putForm(out: ByteWriter, [code, body]: Form): void {
  const start = out.size;
  const isStandard = 'standard' in code;
  out.uint(isStandard ? code.standard : EXPERIMENTER, 2);
  out.uint(0, 2);
  if (!isStandard) {
    out.uint(NICIRA, 4);
    out.uint(code.nicira, 2);
  }
  body?.(out);
  // An action without arguments has room for one.
  out.zeros(Math.max(0, (isStandard ? 8 : 16) - (out.size - start)));
  out.pad(start);
  out.patchLength(start + 2, start);
}

/** Returns the form of an action with one number, which is aligned to its size. */
const number = (code: ActionCode, value: number | bigint, bytes: number): Form => [
  code,
  (out) => {
    const at = 'standard' in code ? STANDARD_HEADER : NICIRA_HEADER;
    out.zeros((bytes - (at % bytes)) % bytes);
    out.big(BigInt(value), bytes);
  },
];

/** Writes a list of actions. */
export function putActions(
  out: ByteWriter,
  actions: readonly OfAction[],
  version: OpenFlowVersion,
): void {
  for (const action of actions) {
    const form = formOf(action, version);
    if (form) putForm(out, form);
  }
}

function formOf(action: OfAction, version: OpenFlowVersion): Form | undefined {
  switch (action.type) {
    case 'output':
      return [
        actionCode('output', version),
        (out) => {
          if (version === 10) out.uint(action.port, 2);
          else out.uint(portToOf11(action.port), 4);
          out.uint(action.maxLen ?? 0, 2);
        },
      ];
    case 'enqueue':
      return [
        actionCode('enqueue', version),
        (out) => {
          out.uint(action.port, 2);
          out.zeros(6);
          out.uint(action.queue, 4);
        },
      ];
    case 'group':
      return number(actionCode('group', version), action.group, 4);
    case 'controller':
      return [
        actionCode('controller', version),
        (out) => {
          out.uint(action.maxLen, 2);
          out.uint(action.id, 2);
          out.uint(CONTROLLER_REASONS.indexOf(action.reason), 1);
        },
      ];
    case 'output_reg':
      return outputReg(action);
    case 'bundle':
      return [action.destination ? CODE.bundleLoad : CODE.bundle, (out) => putBundle(out, action)];
    case 'set_vlan_vid':
      return number(actionCode('set_vlan_vid', version), action.vid, 2);
    case 'set_vlan_pcp':
      return number(actionCode('set_vlan_pcp', version), action.pcp, 1);
    case 'strip_vlan':
    case 'pop_queue':
    case 'dec_mpls_ttl':
    case 'exit':
    case 'debug_recirc':
      return [actionCode(action.type, version)];
    case 'push_vlan':
    case 'push_mpls':
    case 'pop_mpls':
      return number(actionCode(action.type, version), action.etherType, 2);
    case 'mod_dl_src':
    case 'mod_dl_dst':
      return [actionCode(action.type, version), (out) => out.big(action.mac, 6)];
    case 'mod_nw_src':
    case 'mod_nw_dst':
      return number(actionCode(action.type, version), action.ip, 4);
    case 'mod_nw_tos':
    case 'mod_nw_ecn':
    case 'mod_nw_ttl':
    case 'set_mpls_tc':
    case 'set_mpls_ttl':
      return number(actionCode(action.type, version), action.value, 1);
    case 'mod_tp_src':
    case 'mod_tp_dst':
      return number(actionCode(action.type, version), action.port, 2);
    case 'set_mpls_label':
      return number(actionCode('set_mpls_label', version), action.label, 4);
    case 'set_queue':
      return number(actionCode('set_queue', version), action.queue, 4);
    case 'set_tunnel':
      return action.wide
        ? number(CODE.setTunnel64, action.id, 8)
        : number(CODE.setTunnel, action.id, 4);
    case 'set_field':
      return setField(action, version);
    case 'load':
      return [
        actionCode('load', version),
        (out) => {
          out.uint(offsetAndWidth(action.destination), 2);
          putShortHeader(out, action.destination);
          out.big(action.value, 8);
        },
      ];
    case 'move':
      return move(action, version);
    case 'push':
    case 'pop':
      return [
        actionCode(action.type, version),
        (out) => {
          const start = out.size;
          out.uint(action.subfield.offset, 2);
          putFieldHeader(out, action.subfield.field, 0);
          out.uint(action.subfield.width, 2);
          out.zeros(14 - (out.size - start));
        },
      ];
    case 'dec_ttl':
      return decTtl(action, version);
    case 'fin_timeout':
      return [
        actionCode('fin_timeout', version),
        (out) => {
          out.uint(action.idle, 2);
          out.uint(action.hard, 2);
        },
      ];
    case 'resubmit':
      return resubmit(action);
    case 'learn':
      return [actionCode('learn', version), (out) => putLearn(out, action)];
    case 'conjunction':
      return [
        actionCode('conjunction', version),
        (out) => {
          out.uint(action.clause, 1);
          out.uint(action.clauses, 1);
          out.uint(action.id, 4);
        },
      ];
    case 'multipath':
      return [actionCode('multipath', version), (out) => putMultipath(out, action)];
    case 'note':
      return [actionCode('note', version), (out) => out.raw(action.data)];
    case 'sample':
      return [
        actionCode('sample', version),
        (out) => {
          out.uint(action.probability, 2);
          out.uint(action.collectorSet, 4);
          out.uint(action.observationDomain, 4);
          out.uint(action.observationPoint, 4);
        },
      ];
    case 'ct':
      return ct(action, version);
    case 'write_metadata':
      return [
        actionCode('write_metadata', version),
        (out) => {
          out.zeros(6);
          out.big(action.value, 8);
          out.big(action.mask, 8);
        },
      ];
    // OpenFlow 1.0 does not have these, and later versions have them as instructions.
    case 'goto_table':
    case 'meter':
    case 'clear_actions':
    case 'write_actions':
      return undefined;
  }
}

function outputReg({ source, maxLen }: ActionOf<'output_reg'>): Form {
  if (hasShortHeader(source.field)) {
    return [
      CODE.outputReg,
      (out) => {
        out.uint(offsetAndWidth(source), 2);
        putFieldHeader(out, source.field, 0);
        out.uint(maxLen, 2);
        out.zeros(6);
      },
    ];
  }
  return [
    CODE.outputReg2,
    (out) => {
      out.uint(offsetAndWidth(source), 2);
      out.uint(maxLen, 2);
      const start = out.size;
      putFieldHeader(out, source.field, 0);
      out.zeros(10 - (out.size - start));
    },
  ];
}

function setField(action: ActionOf<'set_field'>, version: OpenFlowVersion): Form {
  const { field, value, mask, extension } = action;
  const whole = mask === fullMask(FIELDS[field]);
  const bits = whole ? undefined : mask;
  // Without set_field, or with a mask before OpenFlow 1.5, it is encoded as an extension.
  return version < 12 || (version < 15 && (!whole || extension))
    ? [CODE.load2, (out) => putField(out, field, 0, value, bits)]
    : [CODE.setField, (out) => putField(out, field, version, value, bits)];
}

function move({ source, destination }: ActionOf<'move'>, version: OpenFlowVersion): Form {
  const headers = version >= 15 ? version : 0;
  return [
    version >= 15 ? CODE.copyField15 : actionCode('move', version),
    (out) => {
      out.uint(destination.width, 2);
      out.uint(source.offset, 2);
      out.uint(destination.offset, 2);
      if (headers !== 0) out.zeros(2);
      putFieldHeader(out, source.field, headers);
      putFieldHeader(out, destination.field, headers);
    },
  ];
}

function decTtl({ controllers, listed }: ActionOf<'dec_ttl'>, version: OpenFlowVersion): Form {
  if (listed !== true) return [version === 10 ? CODE.decTtl10 : CODE.decTtl11];
  return [
    CODE.decTtlControllers,
    (out) => {
      out.uint(controllers.length, 2);
      out.zeros(4);
      for (const id of controllers) out.uint(id, 2);
    },
  ];
}

function resubmit({ inPort = PORT.IN_PORT, table }: ActionOf<'resubmit'>): Form {
  if (table === undefined) return number(CODE.resubmit, inPort, 2);
  return [
    CODE.resubmitTable,
    (out) => {
      out.uint(inPort, 2);
      out.uint(table, 1);
    },
  ];
}

/** The flags and numbers of `ct` (`NX_CT_*`). */
const CT_COMMIT = 1;
const NO_TABLE = 255;
export const FTP = 21;

function ct(action: ActionOf<'ct'>, version: OpenFlowVersion): Form {
  const { zone } = action;
  return [
    actionCode('ct', version),
    (out) => {
      out.uint(action.commit ? CT_COMMIT : 0, 2);
      if (typeof zone === 'number') {
        out.zeros(4);
        out.uint(zone, 2);
      } else {
        putShortHeader(out, zone);
        out.uint(offsetAndWidth(zone), 2);
      }
      out.uint(action.table ?? NO_TABLE, 1);
      out.zeros(3);
      out.uint(action.alg === undefined ? 0 : FTP, 2);
      putActions(out, action.exec, version);
    },
  ];
}

/** Returns a list of actions as bytes, without instructions. */
export function encodeActions(actions: readonly OfAction[], version: OpenFlowVersion): Uint8Array {
  const out = new ByteWriter();
  putActions(out, actions, version);
  return out.bytes();
}
