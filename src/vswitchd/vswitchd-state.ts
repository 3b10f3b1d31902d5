/** What vswitchd hands out and no database holds. Plain JSON, kept between runs. */
export interface VswitchdState {
  /** How many dummy devices there have been. */
  devices?: number;
  /** The Ethernet address of each device, by name. */
  addresses?: Record<string, string>;
  /** The number of each device within its datapath, by name. */
  datapathNumbers?: Record<string, number>;
  /** The OpenFlow port numbers of each bridge, by name. */
  numbers?: Record<string, NumbersState>;
}

export interface NumbersState {
  /** The number that was given out last without anybody asking for it. */
  last: number;
  /** When later numbers that are free again were given back, in milliseconds since the epoch. */
  readonly released: Record<number, number>;
}
