/**
 * The actions of flows, under the names that text has for them. The
 * instructions of OpenFlow 1.1 and later stand among them, in the order in
 * which they are carried out, as the reference keeps them.
 */

import type { FieldName } from './fields.js';
import { PORT } from './openflow-ports.js';

/** Some consecutive bits of a field; bit 0 is the least significant. */
export interface Subfield {
  readonly field: FieldName;
  readonly offset: number;
  readonly width: number;
}

/** Arguments of a `ct` action. */
export interface CtAction {
  readonly type: 'ct';
  readonly commit: boolean;
  /** The zone: a number, or the bits of a field that hold it. */
  readonly zone: number | Subfield;
  /** The table in which the packet goes on after the connection tracker, if any. */
  readonly table?: number;
  readonly alg?: 'ftp';
  /** What `exec(...)` does to the connection's mark and label. */
  readonly exec: readonly OfAction[];
}

/** Why packets go to a controller, in the order of the numbers. */
export const CONTROLLER_REASONS = [
  'no_match',
  'action',
  'invalid_ttl',
  'action_set',
  'group',
  'packet_out',
] as const;

/** Why a packet goes to a controller. */
export type ControllerReason = (typeof CONTROLLER_REASONS)[number];

/** The parts of a packet to hash for a choice among ports or links, in the order of their numbers. */
export const HASH_FIELDS = [
  'eth_src',
  'symmetric_l4',
  'symmetric_l3l4',
  'symmetric_l3l4+udp',
] as const;

export type HashFields = (typeof HASH_FIELDS)[number];

/** The algorithms by which `multipath` turns a hash into a link, in the order of their numbers. */
export const MULTIPATH_ALGORITHMS = ['modulo_n', 'hash_threshold', 'hrw', 'iter_hash'] as const;

export type MultipathAlgorithm = (typeof MULTIPATH_ALGORITHMS)[number];

/** The algorithms by which `bundle` chooses among its ports, in the order of their numbers. */
export const BUNDLE_ALGORITHMS = ['active_backup', 'hrw'] as const;

export type BundleAlgorithm = (typeof BUNDLE_ALGORITHMS)[number];

/** A part of the flow that a `learn` action makes. */
export type LearnSpec =
  | {
      readonly type: 'match' | 'load';
      readonly destination: Subfield;
      /** A constant, or the bits of the packet at hand. */
      readonly source: bigint | Subfield;
    }
  | { readonly type: 'output'; readonly source: Subfield };

/** Arguments of a `learn` action. */
export interface LearnAction {
  readonly type: 'learn';
  readonly table: number;
  readonly priority: number;
  readonly cookie: bigint;
  readonly idleTimeout: number;
  readonly hardTimeout: number;
  readonly finIdleTimeout: number;
  readonly finHardTimeout: number;
  readonly sendFlowRemoved: boolean;
  readonly deleteLearned: boolean;
  readonly specs: readonly LearnSpec[];
}

/** One OpenFlow action or instruction, in the order and under the names of the reference. */
export type OfAction =
  | { readonly type: 'output'; readonly port: number; readonly maxLen?: number }
  | { readonly type: 'group'; readonly group: number }
  | {
      readonly type: 'controller';
      readonly maxLen: number;
      readonly reason: ControllerReason;
      readonly id: number;
    }
  | { readonly type: 'enqueue'; readonly port: number; readonly queue: number }
  | { readonly type: 'output_reg'; readonly source: Subfield; readonly maxLen: number }
  | {
      readonly type: 'bundle';
      readonly fields: HashFields;
      readonly basis: number;
      readonly algorithm: BundleAlgorithm;
      readonly ports: readonly number[];
      /** Where the chosen port goes; without it, the packet goes out there. */
      readonly destination?: Subfield;
    }
  | {
      readonly type: 'set_field';
      readonly field: FieldName;
      readonly value: bigint;
      /** The bits to set; all of the field's bytes for the whole field. */
      readonly mask: bigint;
      /** Whether it travels as the extension `reg_load2` in every version that has it. */
      readonly extension?: boolean;
    }
  /** A NXM `load`; ovn-controller writes `set_field`, which OpenFlow 1.0 shows as loads. */
  | { readonly type: 'load'; readonly destination: Subfield; readonly value: bigint }
  | { readonly type: 'set_vlan_vid'; readonly vid: number; readonly pushIfNeeded: boolean }
  | { readonly type: 'set_vlan_pcp'; readonly pcp: number; readonly pushIfNeeded: boolean }
  /** `pop` tells whether it came as OpenFlow 1.1's `pop_vlan`, which only the text shows. */
  | { readonly type: 'strip_vlan'; readonly pop?: boolean }
  | { readonly type: 'push_vlan'; readonly etherType: number }
  | { readonly type: 'mod_dl_src' | 'mod_dl_dst'; readonly mac: bigint }
  | { readonly type: 'mod_nw_src' | 'mod_nw_dst'; readonly ip: number }
  | { readonly type: 'mod_nw_tos' | 'mod_nw_ecn' | 'mod_nw_ttl'; readonly value: number }
  | { readonly type: 'mod_tp_src' | 'mod_tp_dst'; readonly port: number }
  | { readonly type: 'move'; readonly source: Subfield; readonly destination: Subfield }
  | { readonly type: 'push' | 'pop'; readonly subfield: Subfield }
  | {
      readonly type: 'dec_ttl';
      /** The controllers to tell about packets whose time is over. */
      readonly controllers: readonly number[];
      /** Whether it came with a list of them, which the text then shows, even an empty one. */
      readonly listed?: boolean;
    }
  | { readonly type: 'set_mpls_label'; readonly label: number }
  | { readonly type: 'set_mpls_tc' | 'set_mpls_ttl'; readonly value: number }
  | { readonly type: 'dec_mpls_ttl' }
  | { readonly type: 'push_mpls' | 'pop_mpls'; readonly etherType: number }
  | { readonly type: 'set_tunnel'; readonly id: bigint; readonly wide: boolean }
  | { readonly type: 'set_queue'; readonly queue: number }
  | { readonly type: 'pop_queue' }
  | { readonly type: 'fin_timeout'; readonly idle: number; readonly hard: number }
  | { readonly type: 'resubmit'; readonly inPort?: number; readonly table?: number }
  | LearnAction
  | {
      readonly type: 'conjunction';
      readonly id: number;
      /** Which clause this is, from 0. */
      readonly clause: number;
      readonly clauses: number;
    }
  | {
      readonly type: 'multipath';
      readonly fields: HashFields;
      readonly basis: number;
      readonly algorithm: MultipathAlgorithm;
      readonly links: number;
      readonly argument: number;
      readonly destination: Subfield;
    }
  | { readonly type: 'note'; readonly data: Uint8Array }
  | { readonly type: 'exit' }
  | {
      readonly type: 'sample';
      readonly probability: number;
      readonly collectorSet: number;
      readonly observationDomain: number;
      readonly observationPoint: number;
    }
  | CtAction
  | { readonly type: 'debug_recirc' }
  | { readonly type: 'meter'; readonly meter: number }
  | { readonly type: 'clear_actions' }
  | { readonly type: 'write_actions'; readonly actions: readonly OfAction[] }
  | { readonly type: 'write_metadata'; readonly value: bigint; readonly mask: bigint }
  | { readonly type: 'goto_table'; readonly table: number };

/** The kinds of instructions, in the order in which a flow may have them. */
export const INSTRUCTIONS = [
  'meter',
  'apply_actions',
  'clear_actions',
  'write_actions',
  'write_metadata',
  'goto_table',
] as const;

export type Instruction = (typeof INSTRUCTIONS)[number];

/** The instruction that an action is, or that it belongs to. */
export function instructionOf(type: OfAction['type']): Instruction {
  return INSTRUCTIONS.find((instruction) => instruction === type) ?? 'apply_actions';
}

/** The actions that set something in the packet, or in what goes with it. */
export const SETTING_ACTIONS: readonly OfAction['type'][] = [
  'set_field',
  'load',
  'move',
  'mod_dl_src',
  'mod_dl_dst',
  'mod_nw_src',
  'mod_nw_dst',
  'mod_nw_tos',
  'mod_nw_ecn',
  'mod_nw_ttl',
  'mod_tp_src',
  'mod_tp_dst',
  'set_mpls_label',
  'set_mpls_tc',
  'set_mpls_ttl',
  'set_tunnel',
  'set_vlan_vid',
  'set_vlan_pcp',
];

/** Whether a flow with these actions may send packets to `port`, as far as they say it plainly. */
export function outputsTo(actions: readonly OfAction[], port: number): boolean {
  return actions.some((action) => {
    switch (action.type) {
      case 'output':
      case 'enqueue':
        return action.port === port;
      case 'controller':
        return port === PORT.CONTROLLER;
      default:
        return false;
    }
  });
}

/** Whether one of the actions is a group. */
export function outputsToGroup(actions: readonly OfAction[], group: number): boolean {
  return actions.some((action) => action.type === 'group' && action.group === group);
}
