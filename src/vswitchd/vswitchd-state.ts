/** The values that vswitchd has assigned and no database holds. Saved as plain JSON. */
export interface VswitchdState {
  /** The number of dummy devices created so far. */
  devices?: number;
  /** The Ethernet address of each device, by name. */
  addresses?: Record<string, string>;
  /** The number of each device within its datapath, by name. */
  datapathNumbers?: Record<string, number>;
  /** The OpenFlow port number of each VLAN device, which has no row in the database. */
  splinterNumbers?: Record<string, number>;
  /** The OpenFlow port numbers of each bridge, by name. */
  numbers?: Record<string, NumbersState>;
}

export interface NumbersState {
  /** The last number that was assigned without a request. */
  last: number;
  /** The times at which larger numbers were released, in milliseconds since the epoch. */
  readonly released: Record<number, number>;
}
