/**
 * The numbers of actions and instructions in messages. Standard actions have a type each, which may
 * differ between OpenFlow 1.0 and later versions; extensions share one type and have a subtype.
 */

import type { OfAction } from '../model/actions.js';
import type { OpenFlowVersion } from '../model/protocols.js';

/** The number of a standard action, or of an extension by Open vSwitch. */
export type ActionCode = { readonly standard: number } | { readonly nicira: number };

const standard = (code: number): ActionCode => ({ standard: code });
const nicira = (code: number): ActionCode => ({ nicira: code });

/** The numbers in OpenFlow 1.0 and in later versions. */
type Row = readonly [of10: ActionCode | undefined, of11: ActionCode | undefined];

const same = (code: ActionCode): Row => [code, code];

/** The actions that have one form each. */
const CODES = {
  output: same(standard(0)),
  set_vlan_vid: same(standard(1)),
  set_vlan_pcp: same(standard(2)),
  strip_vlan: [standard(3), standard(18)],
  mod_dl_src: [standard(4), standard(3)],
  mod_dl_dst: [standard(5), standard(4)],
  mod_nw_src: [standard(6), standard(5)],
  mod_nw_dst: [standard(7), standard(6)],
  mod_nw_tos: [standard(8), standard(7)],
  mod_nw_ecn: [undefined, standard(8)],
  mod_tp_src: [standard(9), standard(9)],
  mod_tp_dst: [standard(10), standard(10)],
  enqueue: [standard(11), undefined],
  set_mpls_label: [nicira(30), standard(13)],
  set_mpls_tc: [nicira(31), standard(14)],
  set_mpls_ttl: [nicira(25), standard(15)],
  dec_mpls_ttl: [nicira(26), standard(16)],
  push_vlan: [undefined, standard(17)],
  push_mpls: [nicira(23), standard(19)],
  pop_mpls: [nicira(24), standard(20)],
  set_queue: [nicira(4), standard(21)],
  group: [undefined, standard(22)],
  mod_nw_ttl: [undefined, standard(23)],
  pop_queue: same(nicira(5)),
  move: same(nicira(6)),
  load: same(nicira(7)),
  note: same(nicira(8)),
  multipath: same(nicira(10)),
  learn: same(nicira(16)),
  exit: same(nicira(17)),
  fin_timeout: same(nicira(19)),
  controller: same(nicira(20)),
  write_metadata: same(nicira(22)),
  push: same(nicira(27)),
  pop: same(nicira(28)),
  sample: same(nicira(29)),
  conjunction: same(nicira(34)),
  ct: same(nicira(35)),
  debug_recirc: same(nicira(255)),
} as const satisfies Partial<Record<OfAction['type'], Row>>;

/** A type of actions whose number depends on the type alone. */
export type CodedAction = keyof typeof CODES;

/** Returns the number of an action, or `undefined` if the version has none. */
export function codeIn(type: CodedAction, version: OpenFlowVersion): ActionCode | undefined {
  return CODES[type][version === 10 ? 0 : 1];
}

/** Returns the number of an action that the version has. */
export function actionCode(type: CodedAction, version: OpenFlowVersion): ActionCode {
  const code = codeIn(type, version);
  if (code === undefined) throw new Error(`OpenFlow ${version / 10} has no ${type}`);
  return code;
}

/** The numbers of the other forms. */
export const CODE = {
  resubmit: nicira(1),
  setTunnel: nicira(2),
  setTunnel64: nicira(9),
  bundle: nicira(12),
  bundleLoad: nicira(13),
  resubmitTable: nicira(14),
  outputReg: nicira(15),
  decTtlControllers: nicira(21),
  outputReg2: nicira(32),
  load2: nicira(33),
  decTtl10: nicira(18),
  decTtl11: standard(24),
  setField: standard(25),
  copyField15: standard(28),
} as const satisfies Record<string, ActionCode>;

/** The numbers of instructions (`OFPIT11_*`). */
export const INSTRUCTION = {
  gotoTable: 1,
  writeMetadata: 2,
  writeActions: 3,
  applyActions: 4,
  clearActions: 5,
  meter: 6,
} as const;
