/** How well the attributes of a key go together. */
import type { OdpKey, OdpKeyAttribute, ScalarName } from './key.js';

const FITNESS = ['OK', 'too_much', 'too_little', 'error'] as const;

/** How well a key has what it must have, from good to bad: `enum odp_key_fitness`. */
export type OdpFitness = (typeof FITNESS)[number];

/** The worse of two. */
export function worse(one: OdpFitness, other: OdpFitness): OdpFitness {
  return FITNESS.indexOf(one) > FITNESS.indexOf(other) ? one : other;
}

/** Attributes by name, and the names of those that the flow calls for. */
export interface Attributes {
  readonly present: ReadonlyMap<OdpKeyAttribute['name'], OdpKeyAttribute>;
  readonly expected: Set<OdpKeyAttribute['name']>;
}

/** The attributes of a key; `undefined` where there is one twice. */
export function attributesOf(key: OdpKey): Attributes | undefined {
  const present = new Map(key.map((attribute) => [attribute.name, attribute]));
  return present.size === key.length ? { present, expected: new Set() } : undefined;
}

/** The value of an attribute that is one number. */
export function scalarOf({ present }: Attributes, name: ScalarName): bigint | undefined {
  const attribute = present.get(name);
  return attribute !== undefined && 'value' in attribute ? attribute.value : undefined;
}

/** Whether what is present is what is expected. */
export function fitnessOf({ present, expected }: Attributes): OdpFitness {
  if (![...expected].every((name) => present.has(name))) return 'too_little';
  return [...present.keys()].every((name) => expected.has(name)) ? 'OK' : 'too_much';
}
