/** Answers meter mods, as a switch whose datapath has no meters. Mirrors `handle_meter_mod()`. */

import { OpenFlowError } from '../model/errors.js';
import { METER, type MeterMod } from '../model/meter-mod.js';

/** @throws OpenFlowError for everything except a deletion. */
export function applyMeterMod({ command, id, flags }: MeterMod): void {
  if (flags.has('kbps') && flags.has('pktps')) throw new OpenFlowError('OFPMMFC_BAD_FLAGS');
  if (command === 'delete') return;
  throw new OpenFlowError(id > METER.MAX ? 'OFPMMFC_INVALID_METER' : 'OFPMMFC_OUT_OF_METERS');
}
