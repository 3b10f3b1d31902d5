/** Validates saved states, which may come from untrusted sources. */
import * as v from 'valibot';
import { parseMac } from '../lib/addresses.js';
import { parseNetworkAddress } from '../lib/ip.js';
import { TABLE_MISSES } from '../openflow/model/table-mod.js';
import { DEFAULT_RELEASE, RELEASES } from '../releases/releases.js';
import { FORMAT, MAX_CLOCK_OFFSET, type SavedState, StateError, VERSION } from './saved-state.js';
import { isSnapshotName } from './snapshots.js';
import type { BridgeState } from './switch-state.js';

const integer = (min: number, max: number = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/**
 * An object with arbitrary names. Unlike `v.record()`, it also validates names that JavaScript
 * objects inherit, such as `constructor`.
 */
const dictionary = <T>(value: v.GenericSchema<T>, isName = (_: string) => true) =>
  v.pipe(
    v.custom<Record<string, T>>(isObject, 'it is not an object'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const [name, member] of Object.entries(dataset.value)) {
        const { issues } = v.safeParse(value, member);
        if (isName(name) && !issues) continue;
        addIssue({ message: `the entry ${JSON.stringify(name)} is not valid` });
        return;
      }
    }),
  );

const MAC = v.pipe(
  v.string(),
  v.check((text) => parseMac(text) !== undefined),
);

const ADDRESS = v.pipe(
  v.string(),
  v.check((text) => parseNetworkAddress(text) !== undefined),
);

const PORT_NUMBER = integer(0, 0x7fff);

/** The database itself validates the tables and rows. */
const DATABASE = v.looseObject({ tables: v.custom<Record<string, never>>(isObject) });

const NUMBERS = v.object({
  last: PORT_NUMBER,
  released: dictionary(integer(0), (name) => v.is(PORT_NUMBER, Number(name))),
});

const TABLE = integer(0, 0xff);

/** The texts are validated when they are parsed. */
const BRIDGE = v.strictObject({
  flows: v.exactOptional(v.array(v.string())),
  removed: v.exactOptional(v.array(v.string())),
  groups: v.exactOptional(v.array(v.string())),
  fragments: v.exactOptional(v.picklist(['normal', 'drop', 'reassemble', 'nx-match'])),
  misses: v.exactOptional(dictionary(v.picklist(TABLE_MISSES), isTable)),
  evicting: v.exactOptional(v.array(TABLE)),
  ties: v.exactOptional(dictionary(v.array(v.string()), isTable)),
});

const STATE = v.looseObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  release: v.exactOptional(v.string()),
  random: v.strictTuple([
    integer(0, 0xffff_ffff),
    integer(0, 0xffff_ffff),
    integer(0, 0xffff_ffff),
    integer(0, 0xffff_ffff),
  ]),
  allocations: v.strictObject({
    'ovs-vswitchd': v.strictObject({
      devices: v.exactOptional(integer(0, 0xffff_ffff)),
      addresses: v.exactOptional(dictionary(MAC)),
      datapathNumbers: v.exactOptional(dictionary(integer(0, 0xffff_fffe))),
      splinterNumbers: v.exactOptional(dictionary(integer(1, 0xfeff))),
      numbers: v.exactOptional(dictionary(NUMBERS)),
    }),
    'ovn-northd': v.strictObject({ datapathKeyHint: v.exactOptional(integer(0, 0xff_ffff)) }),
    'ovn-controller': v.strictObject({
      zones: v.exactOptional(
        v.pipe(
          dictionary(integer(1, 0xffff)),
          v.check((zones) => isInjective(zones), 'two ports have the same zone'),
        ),
      ),
    }),
  }),
  databases: v.strictObject({
    Open_vSwitch: DATABASE,
    OVN_Northbound: DATABASE,
    OVN_Southbound: DATABASE,
    Neutron: v.exactOptional(DATABASE),
  }),
  bridges: v.exactOptional(dictionary<BridgeState>(BRIDGE)),
  clockOffset: v.exactOptional(integer(0, MAX_CLOCK_OFFSET)),
  hosts: v.exactOptional(
    dictionary(
      v.object({
        addresses: v.array(ADDRESS),
        services: v.array(v.pipe(v.string(), v.regex(/^(tcp|udp)\/[1-9]\d{0,4}$/))),
      }),
    ),
  ),
  lessons: v.exactOptional(
    v.strictObject({
      current: v.exactOptional(v.string()),
      states: dictionary(
        v.strictObject({
          step: integer(0),
          hints: integer(0),
          answer: v.exactOptional(v.string()),
        }),
      ),
    }),
  ),
  snapshots: v.exactOptional(
    dictionary(v.object({ time: integer(0), state: v.custom(isObject) }), isSnapshotName),
  ),
});

function isTable(name: string): boolean {
  return v.is(TABLE, Number(name));
}

const isInjective = (numbers: Readonly<Record<string, number>>): boolean =>
  new Set(Object.values(numbers)).size === Object.keys(numbers).length;

/**
 * Validates `json` as a saved state.
 *
 * @throws StateError that names the invalid part
 */
export function parseSavedState(json: unknown): SavedState {
  if (!isObject(json) || json['format'] !== FORMAT) {
    throw new StateError('it is not a state file of ovn-sandbox-ts');
  }
  if (json['version'] !== VERSION) {
    throw new StateError(
      `it has version ${JSON.stringify(json['version'])} of the file format and this program reads version ${VERSION}`,
    );
  }
  const { release = DEFAULT_RELEASE.name } = json;
  if (typeof release !== 'string' || !RELEASES.has(release)) {
    const known = [...RELEASES.keys()].join(', ');
    throw new StateError(
      `it is of OVN release ${JSON.stringify(release)} and this program knows ${known}`,
    );
  }
  const { success, output, issues } = v.safeParse(STATE, json);
  if (!success) throw new StateError(describe(issues[0]));
  return output;
}

function describe(issue: v.BaseIssue<unknown>): string {
  const where = v.getDotPath(issue) ?? '';
  return `"${where}": ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}

/** Returns the sections of a state file that this release does not know. */
export const unknownSections = (json: unknown): object =>
  isObject(json)
    ? Object.fromEntries(
        Object.entries(json).filter(([name]) => !Object.hasOwn(STATE.entries, name)),
      )
    : {};
