/**
 * The actions of flows, by their names in text: the counterpart of `struct ofpact`. The list includes
 * the instructions of OpenFlow 1.1 and later, in the order in which they are executed.
 */

import type { FieldName } from './fields.js';
import { PORT } from './openflow-ports.js';

/** Consecutive bits of a field; bit 0 is the lowest. */
export interface Subfield {
  readonly field: FieldName;
  readonly offset: number;
  readonly width: number;
}

/** Arguments of a `ct` action. */
export interface CtAction {
  readonly type: 'ct';
  readonly commit: boolean;
  /** The zone: a number, or the bits of a field that contain it. */
  readonly zone: number | Subfield;
  /** The table to which the packet returns from the connection tracker, if any. */
  readonly table?: number;
  readonly alg?: 'ftp';
  /** The actions of `exec(...)` on the mark and label of the connection. */
  readonly exec: readonly OfAction[];
}

/** The reasons for sending packets to a controller, in the order of their numbers. */
export const CONTROLLER_REASONS = [
  'no_match',
  'action',
  'invalid_ttl',
  'action_set',
  'group',
  'packet_out',
] as const;

/** A reason for sending a packet to a controller. */
export type ControllerReason = (typeof CONTROLLER_REASONS)[number];

/** The parts of a packet that are hashed to choose a port or link, in the order of their numbers. */
export const HASH_FIELDS = [
  'eth_src',
  'symmetric_l4',
  'symmetric_l3l4',
  'symmetric_l3l4+udp',
] as const;

export type HashFields = (typeof HASH_FIELDS)[number];

/** The algorithms of `multipath`, in the order of their numbers. */
export const MULTIPATH_ALGORITHMS = ['modulo_n', 'hash_threshold', 'hrw', 'iter_hash'] as const;

export type MultipathAlgorithm = (typeof MULTIPATH_ALGORITHMS)[number];

/** The algorithms of `bundle`, in the order of their numbers. */
export const BUNDLE_ALGORITHMS = ['active_backup', 'hrw'] as const;

export type BundleAlgorithm = (typeof BUNDLE_ALGORITHMS)[number];

/** A part of the flow that a `learn` action adds. */
export type LearnSpec =
  | {
      readonly type: 'match' | 'load';
      readonly destination: Subfield;
      /** A constant, or bits of the packet. */
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

/** An OpenFlow action or instruction, in the order of `lib/ofp-actions.h`. */
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
      /** The field that gets the chosen port; if missing, the packet is output to the port. */
      readonly destination?: Subfield;
    }
  | {
      readonly type: 'set_field';
      readonly field: FieldName;
      readonly value: bigint;
      /** The bits to set; all bits of the field's bytes for the whole field. */
      readonly mask: bigint;
      /** True if it is encoded as the extension `reg_load2` in every version that has it. */
      readonly extension?: boolean;
    }
  /** The `load` of NXM; OpenFlow 1.0 shows the `set_field` of ovn-controller as loads. */
  | { readonly type: 'load'; readonly destination: Subfield; readonly value: bigint }
  | { readonly type: 'set_vlan_vid'; readonly vid: number; readonly pushIfNeeded: boolean }
  | { readonly type: 'set_vlan_pcp'; readonly pcp: number; readonly pushIfNeeded: boolean }
  /** `pop` is true if it was `pop_vlan`, which only the text shows. */
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
      /** The controllers that get packets whose TTL expires. */
      readonly controllers: readonly number[];
      /** True if it has a list of them, which the text shows even if it is empty. */
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
      /** The number of the clause, from 0. */
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

/** The instructions, in the order in which a flow can have them. */
export const INSTRUCTIONS = [
  'meter',
  'apply_actions',
  'clear_actions',
  'write_actions',
  'write_metadata',
  'goto_table',
] as const;

export type Instruction = (typeof INSTRUCTIONS)[number];

/** Returns the instruction that an action is or belongs to. */
export function instructionOf(type: OfAction['type']): Instruction {
  return INSTRUCTIONS.find((instruction) => instruction === type) ?? 'apply_actions';
}

/** The actions that change the packet or its metadata. */
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

/** Returns true if one of the actions outputs to `port`; mirrors `ofpacts_output_to_port()`. */
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

/** Returns true if one of the actions is this group; mirrors `ofpacts_output_to_group()`. */
export function outputsToGroup(actions: readonly OfAction[], group: number): boolean {
  return actions.some((action) => action.type === 'group' && action.group === group);
}
