import type { OfAction } from '../openflow/actions.js';
import type { Match } from '../openflow/match.js';

/** An OpenFlow flow that should be on the integration bridge. */
export interface Flow {
  readonly table: number;
  readonly priority: number;
  readonly match: Match;
  readonly actions: readonly OfAction[];
}
