/** Requests to change meters: the counterpart of `struct ofputil_meter_mod`. */

/** The commands, in the order of their numbers in messages (`OFPMC13_*`). */
export const METER_COMMANDS = ['add', 'modify', 'delete'] as const;

export type MeterCommand = (typeof METER_COMMANDS)[number];

/** Reserved meter numbers, and the highest number of an ordinary meter. */
export const METER = {
  MAX: 0xffff0000,
  SLOWPATH: 0xfffffffd,
  CONTROLLER: 0xfffffffe,
  ALL: 0xffffffff,
} as const;

/** The flags of a meter, in the order of their bits in messages and of their text. */
export const METER_FLAGS = ['kbps', 'pktps', 'burst', 'stats'] as const;

export type MeterFlag = (typeof METER_FLAGS)[number];

export interface MeterBand {
  readonly type: 'drop' | 'dscp_remark';
  readonly rate: number;
  readonly burstSize: number;
  readonly precedenceLevel: number;
}

/** A request to change meters. */
export interface MeterMod {
  readonly command: MeterCommand;
  readonly id: number;
  readonly flags: ReadonlySet<MeterFlag>;
  readonly bands: readonly MeterBand[];
}
