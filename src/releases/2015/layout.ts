/** How the logical network appears in OpenFlow: which table, which field is for what. */
import type { FieldName } from '../../openflow/model/fields.js';

export const TABLE = {
  PHYSICAL_TO_LOGICAL: 0,
  /** The first of {@link PIPELINE_LENGTH} tables. */
  INGRESS: 16,
  REMOTE_OUTPUT: 32,
  LOCAL_OUTPUT: 33,
  DROP_LOOPBACK: 34,
  /** The first of {@link PIPELINE_LENGTH} tables. */
  EGRESS: 48,
  LOGICAL_TO_PHYSICAL: 64,
} as const;

/** How many tables a logical pipeline has. */
export const PIPELINE_LENGTH = 16;

export const FIELD = {
  DATAPATH: 'metadata',
  CT_ZONE: 'reg5',
  INPORT: 'reg6',
  OUTPORT: 'reg7',
  /** The Geneve option that carries the logical ports. */
  GENEVE: 'tun_metadata0',
} as const satisfies Record<string, FieldName>;

/** Registers that logical actions may use, and that do not outlive a pipeline. */
export const LOGICAL_REGISTERS = [
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'reg4',
] as const satisfies readonly FieldName[];
