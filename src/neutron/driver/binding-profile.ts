/** Reads binding profiles: the port of a container, or a port of a VTEP gateway. */
import type { Json, JsonObject } from '../../lib/json.js';
import { invalidInput, missing } from '../errors.js';
import { pythonRepr, pythonText } from '../python-text.js';

/** The meaning of a binding profile to OVN. */
export interface BindingProfile {
  readonly parent?: string;
  readonly tag?: number;
  /** The options of a port of type `vtep`. */
  readonly vtep?: ReadonlyMap<string, string>;
}

type Type = 'text' | 'integer';

/** The sets of keys that profiles can have, in the order in which the reference checks them. */
const KEY_SETS: readonly Readonly<Record<string, Type>>[] = [
  { parent_name: 'text', tag: 'integer' },
  { vtep_logical_switch: 'text', vtep_physical_switch: 'text' },
];

const MAX_TAG = 4095;

/**
 * Checks a profile. Mirrors `_get_data_from_binding_profile()` of networking-ovn.
 *
 * @param portExists tells if there is a port with an id
 * @throws NeutronError if OVN cannot use it
 */
export function readProfile(
  profile: JsonObject,
  portExists: (id: string) => boolean,
): BindingProfile {
  const keys = Object.keys(profile);
  const wanted = KEY_SETS.find((set) => keys.some((key) => Object.hasOwn(set, key)));
  if (!wanted) return {};
  const names = Object.keys(wanted);
  if (!names.every((name) => keys.includes(name))) {
    throw invalidProfile(`${pythonRepr(names)} are all required.`);
  }
  if (keys.length > names.length) throw invalidProfile('too many parameters');
  for (const [name, type] of Object.entries(wanted)) {
    const value = profile[name] ?? null;
    if (!hasType(value, type)) {
      throw invalidProfile(`${name} ${pythonText(value)}value invalid type`);
    }
  }
  if (names.includes('tag')) return containerPort(profile, portExists);
  return { vtep: new Map(names.map((name) => [name, String(profile[name])])) };
}

function containerPort(
  { parent_name, tag }: JsonObject,
  portExists: (id: string) => boolean,
): BindingProfile {
  const parent = String(parent_name);
  if (!portExists(parent)) throw missing('Port', parent);
  const number = Number(tag);
  if (number < 0 || number > MAX_TAG) {
    throw invalidProfile(`tag "${number}" must be an int between 1 and 4096, inclusive.`);
  }
  // The database takes no 0, and the reference leaves the column empty then.
  return number === 0 ? { parent } : { parent, tag: number };
}

/** Like Python, takes a truth value for an integer. */
const hasType = (value: Json, type: Type): boolean =>
  type === 'text'
    ? typeof value === 'string'
    : Number.isInteger(value) || typeof value === 'boolean';

const invalidProfile = (text: string) => invalidInput(`Invalid binding:profile. ${text}`);
