/**
 * Lists the purposes of this release's logical flows. No database records them: northd keeps the
 * purpose of each flow with its owner, for `sandbox explain`.
 */
import type {
  LogicalFlow,
  LogicalFlowOrigin,
  NorthboundRow,
} from '../../../northd/logical-flow.js';
import type { NorthboundTable } from './northbound.js';
import type { StageName } from './stages.js';

export type Purpose =
  // A switch as a whole.
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
  // A port of a switch.
  | 'admit-from-port'
  | 'find-port'
  | 'deliver-to-port'
  | 'disable-port'
  // An ACL.
  | 'acl'
  // A router as a whole.
  | 'drop-malformed'
  | 'drop-martians'
  | 'drop-broadcast'
  | 'drop-multicast'
  | 'drop-expired'
  | 'route-others'
  | 'default-route'
  // A port of a router.
  | 'admit-to-router'
  | 'drop-own-source'
  | 'answer-arp'
  | 'drop-to-router'
  | 'route-to-network'
  | 'deliver-from-router'
  // A port of a switch, in a router that the switch is connected to.
  | 'find-next-hop';

/** The origin of a logical flow that this release's northd created. */
export interface Origin extends LogicalFlowOrigin {
  readonly owner: NorthboundRow & { readonly table: NorthboundTable };
  readonly purpose: Purpose;
}

/** Returns a logical flow of a stage of this release. */
export const flow = (
  purpose: Purpose,
  stage: StageName,
  priority: number,
  match: string,
  actions: string,
): LogicalFlow => ({ purpose, stage, priority, match, actions });
