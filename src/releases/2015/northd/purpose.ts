/**
 * What logical flows are for. No database says so: it is known where they are made,
 * and kept with their owners for those who ask.
 */
import type { Uuid } from '../../../lib/uuid.js';
import type { NorthboundTable } from '../../../northd/rows.js';

export type Purpose =
  // Of a switch as a whole.
  | 'drop-tagged'
  | 'drop-multicast-source'
  | 'skip-tracking'
  | 'track'
  | 'allow-by-default'
  | 'commit-by-default'
  | 'drop-invalid'
  | 'allow-established'
  | 'allow-related'
  | 'flood'
  | 'flood-unknown'
  | 'deliver-multicast'
  // Of a port of a switch.
  | 'admit-from-port'
  | 'find-port'
  | 'deliver-to-port'
  | 'disable-port'
  // Of an ACL.
  | 'acl'
  // Of a router as a whole.
  | 'drop-malformed'
  | 'drop-martians'
  | 'drop-broadcast'
  | 'drop-multicast'
  | 'drop-expired'
  | 'route-others'
  | 'default-route'
  // Of a port of a router.
  | 'admit-to-router'
  | 'drop-own-source'
  | 'answer-arp'
  | 'drop-to-router'
  | 'route-to-network'
  | 'deliver-from-router'
  // Of a port of a switch, in a router that the switch is connected to.
  | 'find-next-hop';

/** A row of the northbound database. */
export interface NorthboundRow {
  readonly table: NorthboundTable;
  readonly uuid: Uuid;
}

/** Where a logical flow comes from, and why. */
export interface LogicalFlowOrigin {
  readonly owner: NorthboundRow;
  readonly purpose: Purpose;
}
