/** Judges whether the attributes of a flow key are consistent. */
import type { OdpKey, OdpKeyAttribute, ScalarName } from './key.js';

const FITNESS = ['OK', 'too_much', 'too_little', 'error'] as const;

/**
 * How well a key has the attributes that it needs, from best to worst. Mirrors `enum
 * odp_key_fitness`.
 */
export type OdpFitness = (typeof FITNESS)[number];

/** Returns the worse of two judgements. */
export function worse(one: OdpFitness, other: OdpFitness): OdpFitness {
  return FITNESS.indexOf(one) > FITNESS.indexOf(other) ? one : other;
}

/** Attributes by name, and the names of those that the flow needs. */
export interface Attributes {
  readonly present: ReadonlyMap<OdpKeyAttribute['name'], OdpKeyAttribute>;
  readonly expected: Set<OdpKeyAttribute['name']>;
}

/** Returns the attributes of a key, or `undefined` if it contains duplicates. */
export function attributesOf(key: OdpKey): Attributes | undefined {
  const present = new Map(key.map((attribute) => [attribute.name, attribute]));
  return present.size === key.length ? { present, expected: new Set() } : undefined;
}

/** Returns the value of an attribute that consists of a single number. */
export function scalarOf({ present }: Attributes, name: ScalarName): bigint | undefined {
  const attribute = present.get(name);
  return attribute !== undefined && 'value' in attribute ? attribute.value : undefined;
}

/** Compares the attributes that are present with those that are expected. */
export function fitnessOf({ present, expected }: Attributes): OdpFitness {
  if (![...expected].every((name) => present.has(name))) return 'too_little';
  return [...present.keys()].every((name) => expected.has(name)) ? 'OK' : 'too_much';
}
