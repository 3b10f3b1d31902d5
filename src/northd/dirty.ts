import type { Uuid } from '../lib/uuid.js';

/** What has to be looked at again, by northbound row, in the order in which it came up. */
export class Dirty {
  /** Switches and routers that came or went. */
  readonly datapaths = new Set<Uuid>();
  /** Switches whose own flows may differ. */
  readonly switches = new Set<Uuid>();
  /** Switches whose multicast groups may differ. */
  readonly groups = new Set<Uuid>();
  /** Logical ports. */
  readonly ports = new Set<Uuid>();
  /** ACLs, as `aclOwner` names them. */
  readonly acls = new Map<string, { readonly switch: Uuid; readonly acl: Uuid }>();
  /** Routers, their ports, and the switch ports that lead to them. */
  routers = false;
  /** Names of logical ports that may have come up or gone down. */
  readonly up = new Set<string>();

  /** Forgets everything but what is up. */
  clear(): void {
    for (const set of [this.datapaths, this.switches, this.groups, this.ports]) set.clear();
    this.acls.clear();
    this.routers = false;
  }
}
