/**
 * Declares where a release keeps the logical network in OpenFlow: the purpose of each table and
 * field.
 */
import type { SymbolTable } from '../expr/symbol-table.js';
import type { FieldName } from '../openflow/model/fields.js';
import type { FlowMember } from '../openflow/model/members.js';

/** A field that is also a member of a flow, which lets matches and packets store it alike. */
type Register = FieldName & FlowMember;

/** The OpenFlow tables and fields of a release; see `ovn/lib/logical-fields.h` and `ovn/controller/lflow.h`. */
export interface Layout {
  readonly tables: {
    readonly physicalToLogical: number;
    /** The first of `pipelineLength` tables. */
    readonly ingress: number;
    readonly remoteOutput: number;
    readonly localOutput: number;
    readonly dropLoopback: number;
    /** The first of `pipelineLength` tables. */
    readonly egress: number;
    readonly logicalToPhysical: number;
  };
  /** The number of tables that a logical pipeline has. */
  readonly pipelineLength: number;
  readonly fields: {
    readonly datapath: Register;
    readonly ctZone: Register;
    readonly inport: Register;
    readonly outport: Register;
    /** The Geneve option that holds the logical ports. */
    readonly geneve: Register;
  };
  /** Registers for logical actions, cleared between the two pipelines. */
  readonly registers: readonly Register[];
}

/**
 * The part of a release that concerns logical flows: the symbols they use, and the OpenFlow tables
 * and fields that implement them.
 */
export interface Dialect {
  readonly symbols: SymbolTable;
  readonly layout: Layout;
}
