/** Maintains the logical flows of a switch's ACLs. */
import type { Uuid } from '../../../lib/uuid.js';
import { inDatapath } from '../../../northd/logical-flow.js';
import { FlowOwner, type LogicalFlowTable } from '../../../northd/logical-flow-table.js';
import { aclFlow, isStateful } from './acls.js';
import type { Acl } from './northbound.js';

interface OwnedAcl {
  readonly row: Acl;
  readonly flows: FlowOwner;
}

/**
 * The ACLs of one logical switch. An ACL can belong to several switches, so each pair of switch and
 * ACL owns a logical flow.
 */
export class SwitchAcls {
  readonly #acls = new Map<Uuid, OwnedAcl>();
  readonly #touched = new Set<OwnedAcl>();
  #statefulCount = 0;
  #flowsAreStateful = false;

  constructor(
    private readonly datapath: Uuid,
    private readonly table: LogicalFlowTable,
  ) {}

  /** True if the switch tracks connections. */
  get stateful(): boolean {
    return this.#statefulCount > 0;
  }

  /** Adds or updates an ACL. */
  put(row: Acl): void {
    const old = this.#acls.get(row._uuid);
    this.#statefulCount +=
      Number(isStateful(row)) - Number(old !== undefined && isStateful(old.row));
    if (old) this.#touched.delete(old);
    const acl = { row, flows: old?.flows ?? new FlowOwner({ table: 'ACL', uuid: row._uuid }) };
    this.#acls.set(row._uuid, acl);
    this.#touched.add(acl);
  }

  delete(uuid: Uuid): void {
    const acl = this.#acls.get(uuid);
    if (!acl) return;
    this.#acls.delete(uuid);
    this.#touched.delete(acl);
    this.#statefulCount -= Number(isStateful(acl.row));
    this.table.set(acl.flows, []);
  }

  clear(): void {
    for (const uuid of [...this.#acls.keys()]) this.delete(uuid);
  }

  /** Updates the flows of ACLs that changed or that are affected by other changes. */
  flush(): void {
    if (this.stateful !== this.#flowsAreStateful) {
      this.#flowsAreStateful = this.stateful;
      for (const acl of this.#acls.values()) if (acl.row.action === 'allow') this.#touched.add(acl);
    }
    for (const { row, flows } of this.#touched) {
      this.table.set(flows, inDatapath(this.datapath, [aclFlow(row, this.stateful)]));
    }
    this.#touched.clear();
  }
}
