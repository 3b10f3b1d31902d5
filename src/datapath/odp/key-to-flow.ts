/** Flows made of flow keys: the counterpart of `odp_flow_key_to_flow` and `..._to_mask`. */
import { Flow, type Wildcards } from '../flow.js';
import type { GeneveTable } from './geneve.js';
import type { OdpKey } from './key.js';

/** How well a key has what its packets must have, from good to bad: `enum odp_key_fitness`. */
export type OdpFitness = 'OK' | 'too_much' | 'too_little' | 'error';

/** The flow of a key; its `in_port` is a datapath port number, all ones where there is none. */
export function flowFromOdpKey(
  _key: OdpKey,
  _table: GeneveTable,
): { readonly fitness: OdpFitness; readonly flow: Flow } {
  return { fitness: 'error', flow: new Flow() };
}

/** What a mask for the key of `flow` depends on; `undefined` where the fitness is an error. */
export function wildcardsFromOdpKey(
  _mask: OdpKey,
  _key: OdpKey,
  _flow: Flow,
  _table: GeneveTable,
): { readonly fitness: OdpFitness; readonly wildcards: Wildcards } | undefined {
  return undefined;
}
