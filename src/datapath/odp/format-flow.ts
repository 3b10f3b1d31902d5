/** The text of a flow key and its mask, as `odp_flow_format` writes it. */
import type { OdpKey } from './key.js';

export interface FormatOptions {
  /** Shows what the mask leaves out, and ports by name. */
  readonly verbose: boolean;
  readonly portNames?: ReadonlyMap<number, string>;
}

/** `recirc_id(0),in_port(2),eth(...)`; without a mask every attribute is exact. */
export function formatOdpFlow(
  _key: OdpKey,
  _mask: OdpKey | undefined,
  _options: FormatOptions,
): string {
  return '';
}
