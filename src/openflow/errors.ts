/** Errors that a switch answers with, or that a tool finds before it asks one. */

export type OpenFlowErrorName =
  | 'OFPBAC_BAD_ARGUMENT'
  | 'OFPBAC_BAD_OUT_GROUP'
  | 'OFPBAC_BAD_OUT_PORT'
  | 'OFPBAC_BAD_SET_ARGUMENT'
  | 'OFPBAC_BAD_SET_LEN'
  | 'OFPBAC_BAD_TAG'
  | 'OFPBAC_MATCH_INCONSISTENT'
  | 'OFPBAC_UNSUPPORTED_ORDER'
  | 'OFPBIC_BAD_TABLE_ID'
  | 'OFPBIC_UNSUP_INST'
  | 'OFPBRC_BAD_TABLE_ID'
  | 'OFPBRC_EPERM'
  | 'OFPFMFC_BAD_TABLE_ID'
  | 'OFPFMFC_OVERLAP'
  | 'OFPGMFC_CHAINING_UNSUPPORTED'
  | 'OFPGMFC_CHAINED_GROUP'
  | 'OFPGMFC_GROUP_EXISTS'
  | 'OFPGMFC_INVALID_GROUP'
  | 'OFPGMFC_OUT_OF_GROUPS'
  | 'OFPGMFC_UNKNOWN_GROUP'
  | 'OFPMMFC_INVALID_METER'
  | 'OFPMMFC_OUT_OF_METERS'
  | 'OFPMMFC_UNKNOWN_METER'
  | 'OFPPMFC_BAD_HW_ADDR'
  | 'OFPPMFC_BAD_PORT'
  | 'OFPQOFC_BAD_PORT'
  | 'OFPQOFC_BAD_QUEUE'
  | 'OFPTMFC_BAD_TABLE'
  | 'NXBAC_BAD_CONJUNCTION'
  | 'NXBRC_NXM_INVALID';

/** An OpenFlow error by its name. */
export class OpenFlowError extends Error {
  constructor(readonly code: OpenFlowErrorName) {
    super(code);
  }
}
