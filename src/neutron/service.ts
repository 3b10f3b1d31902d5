/** Neutron as the rest of the sandbox sees it. */
import type { Clock } from '../lib/clock.js';
import type { RandomSource } from '../lib/random.js';
import type { Uuid } from '../lib/uuid.js';
import { aclKey } from './driver/acl.js';
import { portRows } from './driver/desired.js';
import type { NeutronDriver } from './driver/driver.js';
import { MARK } from './driver/northbound.js';
import type { Difference } from './driver/reconciliation.js';
import type { NeutronDatabase, NeutronRow } from './schema.js';
import { NeutronServer } from './server.js';
import { isTaken } from './session.js';

export interface ServiceOptions {
  readonly database: NeutronDatabase;
  /** The driver of the release; some have none. */
  readonly driver: NeutronDriver | undefined;
  readonly random: RandomSource;
  readonly clock: Clock;
  readonly settle: () => void;
}

/** An ACL that the driver may have made. */
export interface MadeAcl {
  readonly direction: string;
  readonly priority: number;
  readonly match: string;
  readonly action: string;
  readonly external_ids?: ReadonlyMap<string, string>;
}

/** What an ACL comes from. */
export interface Origin {
  readonly port: NeutronRow<'Port'>;
  /** The security groups of the port. */
  readonly groups: readonly NeutronRow<'Security_Group'>[];
  readonly rules: readonly NeutronRow<'Security_Group_Rule'>[];
}

export class NeutronService {
  readonly database: NeutronDatabase;
  readonly server: NeutronServer;
  readonly #driver: NeutronDriver | undefined;
  readonly #settle: () => void;

  constructor(options: ServiceOptions) {
    this.database = options.database;
    this.server = new NeutronServer(options);
    this.#driver = options.driver;
    this.#settle = options.settle;
  }

  /** True if Neutron can be used with this release of OVN. */
  get available(): boolean {
    return this.#driver !== undefined;
  }

  /**
   * Compares the northbound database with Neutron's state.
   *
   * @param repair true to remove the differences
   */
  compare(repair: boolean): readonly Difference[] {
    const differences = this.#driver?.compare(repair) ?? [];
    if (repair) this.#settle();
    return differences;
  }

  /**
   * Returns the rules that an ACL comes from: several equal ones share an ACL, and the ACLs that drop
   * everything else come from none. Returns `undefined` for an ACL that the driver did not make.
   */
  rulesBehind(acl: MadeAcl): Origin | undefined {
    const id = acl.external_ids?.get(MARK.acl);
    const port = id === undefined ? undefined : this.database.get('Port', id);
    if (!port) return undefined;
    const groups = port.security_groups.flatMap((group) => {
      const row = this.database.get('Security_Group', group);
      return row ? [row] : [];
    });
    const key = aclKey(acl);
    const { acls } = portRows(this.database, port);
    const made = acls.filter((one) => aclKey(one) === key && one.rule !== undefined);
    const rules = made.flatMap(({ rule }) => {
      const row = this.database.get('Security_Group_Rule', rule ?? '');
      return row ? [row] : [];
    });
    return { port, groups, rules };
  }

  /** Returns the first port of a virtual machine of Nova, by the machine's name. */
  portOfServer(name: string): Uuid | undefined {
    for (const server of this.database.rows('Server')) {
      if (server.name !== name) continue;
      for (const port of this.database.rows('Port')) {
        if (port.device_id === server._uuid) return port._uuid;
      }
    }
    return undefined;
  }

  /** The ids that the next resources get. */
  get nextIds(): readonly Uuid[] {
    const [queue] = this.database.rows('Next_Ids');
    return queue ? JSON.parse(queue.ids) : [];
  }

  /** Sets the ids that the next resources get, in their order. */
  set nextIds(ids: readonly Uuid[]) {
    const [queue] = this.database.rows('Next_Ids');
    const tx = this.database.begin();
    if (queue) tx.delete('Next_Ids', queue._uuid);
    if (ids.length > 0) tx.insert('Next_Ids', { ids: JSON.stringify(ids) });
    tx.commit();
  }

  /** Returns true if a resource has this id. */
  isTaken(id: Uuid): boolean {
    return isTaken(this.database, id);
  }
}
