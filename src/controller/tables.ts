/** The OpenFlow tables of the integration bridge, and the fields that carry logical metadata. */
import type { FieldName } from '../openflow/fields.js';

export const TABLE = {
  /** Where packets come in: from ports to logical ports. */
  PHY_TO_LOG: 0,
  /** The first table of the logical ingress pipeline. */
  INGRESS: 16,
  REMOTE_OUTPUT: 32,
  LOCAL_OUTPUT: 33,
  DROP_LOOPBACK: 34,
  /** The first table of the logical egress pipeline. */
  EGRESS: 48,
  /** Where packets go out: from logical ports to ports. */
  LOG_TO_PHY: 64,
} as const;

/** How many tables a logical pipeline has. */
export const PIPELINE_LENGTH = 16;

/** The fields that carry what is known of a packet, logically. */
export const LOGICAL = {
  datapath: 'metadata',
  ctZone: 'reg5',
  inport: 'reg6',
  outport: 'reg7',
} as const satisfies Record<string, FieldName>;

/** The registers that logical flows may use; they are cleared between the pipelines. */
export const LOGICAL_REGISTERS = [
  'reg0',
  'reg1',
  'reg2',
  'reg3',
  'reg4',
] as const satisfies readonly FieldName[];
