/** Flow keys made of flows: the counterpart of `odp_flow_key_from_flow` and `..._from_mask`. */
import type { Flow, Wildcards } from '../flow.js';
import type { GeneveTable } from './geneve.js';
import type { OdpKey } from './key.js';

/** The key of a flow that came in through a datapath port. */
export function odpKeyFromFlow(_flow: Flow, _inPort: number, _table: GeneveTable): OdpKey {
  return [];
}

/** The mask for the key of `flow` that has what `wildcards` depends on. */
export function odpKeyFromMask(_flow: Flow, _wildcards: Wildcards, _table: GeneveTable): OdpKey {
  return [];
}
