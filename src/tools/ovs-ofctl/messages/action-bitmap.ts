/** Sets of actions as bits. Mirrors `ofpact_bitmap_from_openflow()` and `ofpact_bitmap_format()`. */

import type { OpenFlowVersion } from '../../../openflow/model/protocols.js';

type Row = readonly [name: string, of10: number, of11: number, of12: number];

const NONE = -1;

/** The actions, with their bits in OpenFlow 1.0, 1.1, and 1.2 and later. */
// biome-ignore format: a table
const ROWS: readonly Row[] = [
  ['output', 0, 0, 0],
  ['group', NONE, 22, 22],
  ['enqueue', 11, NONE, NONE],
  ['set_field', NONE, NONE, 25],
  ['set_vlan_vid', 1, 1, NONE],
  ['set_vlan_pcp', 2, 2, NONE],
  ['strip_vlan', 3, 18, 18],
  ['push_vlan', NONE, 17, 17],
  ['mod_dl_src', 4, 3, NONE],
  ['mod_dl_dst', 5, 4, NONE],
  ['mod_nw_src', 6, 5, NONE],
  ['mod_nw_dst', 7, 6, NONE],
  ['mod_nw_tos', 8, 7, NONE],
  ['mod_nw_ecn', NONE, 8, NONE],
  ['mod_nw_ttl', NONE, 23, 23],
  ['mod_tp_src', 9, 9, NONE],
  ['mod_tp_dst', 10, 10, NONE],
  ['dec_ttl', NONE, 24, 24],
  ['set_mpls_label', NONE, 13, NONE],
  ['set_mpls_tc', NONE, 14, NONE],
  ['set_mpls_ttl', NONE, 15, 15],
  ['dec_mpls_ttl', NONE, 16, 16],
  ['push_mpls', NONE, 19, 19],
  ['pop_mpls', NONE, 20, 20],
  ['set_queue', NONE, 21, 21],
];

/** Returns the names of the actions whose bits are set, with spaces between them. */
export function actionNames(bits: number, version: OpenFlowVersion): string {
  const column = version === 10 ? 1 : version === 11 ? 2 : 3;
  return ROWS.filter((row) => row[column] !== NONE && ((bits >>> row[column]) & 1) === 1)
    .map(([name]) => name)
    .join(' ');
}
