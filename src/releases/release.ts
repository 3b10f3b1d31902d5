/** Declares everything that differs between releases of OVN. */
import type { Dialect } from '../action/layout.js';
import type { Wording } from '../explain/context.js';
import type { Northbound, NorthboundSchema, SouthboundSchema } from '../logical/databases.js';
import type { NeutronDriver } from '../neutron/driver/driver.js';
import type { NeutronDatabase } from '../neutron/schema.js';
import type { Derivation, DerivationInput } from '../northd/northd.js';
import type { OPEN_VSWITCH } from '../ovsdb/schemas/open-vswitch.js';
import type { Tool } from '../tools/tool.js';

/** The databases that Neutron's driver connects. */
export interface DriverInput {
  readonly neutron: NeutronDatabase;
  readonly nb: Northbound;
}

export interface Release {
  /** The name that state files record. */
  readonly name: string;
  readonly schemas: {
    readonly nb: NorthboundSchema;
    readonly sb: SouthboundSchema;
    readonly ovs: typeof OPEN_VSWITCH;
  };
  /** The symbols of logical flows, and their registers and tables in OpenFlow. */
  readonly dialect: Dialect;
  /** Creates ovn-northd's derivation of southbound from northbound rows. */
  derive(input: DerivationInput): Derivation;
  /** Creates Neutron's driver; absent if Neutron does not write this release's northbound database. */
  neutronDriver?(input: DriverInput): NeutronDriver;
  /** The programs, in the order in which help presents them. */
  readonly tools: readonly Tool[];
  /** The sentences of `sandbox explain` about logical flows. */
  readonly wording: Wording;
  /** The external_ids of the Open_vSwitch row on a fresh host. */
  readonly hostSettings: ReadonlyMap<string, string>;
}
