/** Encodes meter mods. Mirrors `ofputil_encode_meter_mod()`. */

import type { MeterBand, MeterCommand, MeterFlag, MeterMod } from '../model/meter-mod.js';
import type { OpenFlowVersion } from '../model/protocols.js';
import { encodeMessage, MESSAGE } from './message.js';

const COMMANDS: readonly MeterCommand[] = ['add', 'modify', 'delete'];

const FLAGS: readonly (readonly [flag: MeterFlag, bit: number])[] = [
  ['kbps', 1],
  ['pktps', 2],
  ['burst', 4],
  ['stats', 8],
];

const BAND_TYPES: Readonly<Record<MeterBand['type'], number>> = { drop: 1, dscp_remark: 2 };

/** The size of a band; all bands are padded to the largest. */
const BAND_LENGTH = 16;

export function encodeMeterMod(mod: MeterMod, version: OpenFlowVersion, xid: number): Uint8Array {
  return encodeMessage(MESSAGE.meterMod, version, xid, (out) => {
    const flags = FLAGS.reduce((bits, [flag, bit]) => (mod.flags.has(flag) ? bits | bit : bits), 0);
    out.uint(COMMANDS.indexOf(mod.command), 2);
    out.uint(mod.command === 'delete' ? 0 : flags, 2);
    out.uint(mod.id, 4);
    for (const { type, rate, burstSize, precedenceLevel } of mod.bands) {
      out.uint(BAND_TYPES[type], 2);
      out.uint(BAND_LENGTH, 2);
      out.uint(rate, 4);
      out.uint(burstSize, 4);
      out.uint(precedenceLevel, 1);
      out.zeros(3);
    }
  });
}
