/**
 * The numbers that ovn-controller allocated and no database holds. Plain JSON, kept between runs.
 */
export interface ControllerState {
  /** The conntrack zone of each logical port that has one. */
  zones?: Record<string, number>;
}
