import type { FieldName } from './fields.js';

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

/** One OpenFlow action or instruction, in the order and under the names of the reference. */
export type OfAction =
  | { readonly type: 'output'; readonly port: number; readonly maxLen?: number }
  | { readonly type: 'group'; readonly group: number }
  | {
      readonly type: 'controller';
      readonly maxLen: number;
      readonly reason: 'no_match' | 'action' | 'invalid_ttl';
      readonly id: number;
    }
  | { readonly type: 'enqueue'; readonly port: number; readonly queue: number }
  | { readonly type: 'output_reg'; readonly source: Subfield; readonly maxLen: number }
  | {
      readonly type: 'set_field';
      readonly field: FieldName;
      readonly value: bigint;
      readonly mask: bigint;
    }
  /** A NXM `load`; ovn-controller writes `set_field`, which OpenFlow 1.0 shows as loads. */
  | { readonly type: 'load'; readonly destination: Subfield; readonly value: bigint }
  | { readonly type: 'set_vlan_vid'; readonly vid: number; readonly pushIfNeeded: boolean }
  | { readonly type: 'set_vlan_pcp'; readonly pcp: number; readonly pushIfNeeded: boolean }
  | { readonly type: 'strip_vlan' }
  | { readonly type: 'push_vlan'; readonly etherType: number }
  | { readonly type: 'mod_dl_src' | 'mod_dl_dst'; readonly mac: bigint }
  | { readonly type: 'mod_nw_src' | 'mod_nw_dst'; readonly ip: number }
  | { readonly type: 'mod_nw_tos' | 'mod_nw_ecn' | 'mod_nw_ttl'; readonly value: number }
  | { readonly type: 'mod_tp_src' | 'mod_tp_dst'; readonly port: number }
  | { readonly type: 'move'; readonly source: Subfield; readonly destination: Subfield }
  | { readonly type: 'push' | 'pop'; readonly subfield: Subfield }
  | { readonly type: 'dec_ttl'; readonly controllers: readonly number[] }
  | { readonly type: 'set_tunnel'; readonly id: bigint; readonly wide: boolean }
  | { readonly type: 'set_queue'; readonly queue: number }
  | { readonly type: 'pop_queue' }
  | { readonly type: 'fin_timeout'; readonly idle: number; readonly hard: number }
  | { readonly type: 'resubmit'; readonly inPort?: number; readonly table?: number }
  | {
      readonly type: 'conjunction';
      readonly id: number;
      readonly clause: number;
      readonly clauses: number;
    }
  | { readonly type: 'note'; readonly data: Uint8Array }
  | { readonly type: 'exit' }
  | CtAction
  | { readonly type: 'meter'; readonly meter: number }
  | { readonly type: 'clear_actions' }
  | { readonly type: 'write_actions'; readonly actions: readonly OfAction[] }
  | { readonly type: 'write_metadata'; readonly value: bigint; readonly mask: bigint }
  | { readonly type: 'goto_table'; readonly table: number };
