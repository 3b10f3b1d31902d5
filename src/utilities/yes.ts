/** `yes`: prints a line over and over, until its reader goes away or it is interrupted. */
import type { UtilityCall } from './utility.js';

export async function yes(call: UtilityCall): Promise<number> {
  const line = `${call.args.length > 0 ? call.args.join(' ') : 'y'}\n`;
  const piece = line.repeat(Math.max(1, Math.floor(8192 / line.length)));
  while (!call.signal.aborted) await call.stdout(piece);
  return 0;
}
