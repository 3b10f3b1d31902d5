/**
 * The numbers that ovn-controller has allocated and that no database holds. Saved as plain JSON.
 */
export interface ControllerState {
  /** The conntrack zones, by logical port. */
  zones?: Record<string, number>;
}
