/** Declares the flows that ovn-controller wants on the integration bridge. */
import type { OfAction } from '../openflow/model/actions.js';
import type { Match } from '../openflow/model/match.js';

/** The owner of a flow on the integration bridge. */
export interface FlowOwner {
  readonly kind:
    | 'logical-flow'
    /** A row of Port_Binding. */
    | 'binding'
    /** A row of Multicast_Group. */
    | 'group'
    /** A row of Port that is a tunnel. */
    | 'tunnel'
    /** A physical network. */
    | 'network'
    /** ovn-controller itself, for the flows that every chassis has. */
    | 'base';
  /** The UUID of the row, or the name of the physical network. */
  readonly id: string;
}

/** An OpenFlow flow that should be on the integration bridge. */
export interface Flow {
  readonly table: number;
  readonly priority: number;
  readonly match: Match;
  readonly actions: readonly OfAction[];
}
